package ryot.vault;

import ryot.vault.storage.VaultException;

/** A unit was replaced or deleted between finding it and reading it. */
public final class RsuGoneException extends VaultException {
  private static final long serialVersionUID = 1L;

  public RsuGoneException(String message) {
    super(message);
  }
}
