package ryot.vault.seal;

import ryot.vault.storage.VaultException;

/** No slot of the vault opens with this passphrase or key file. */
public final class WrongKeyException extends VaultException {
  private static final long serialVersionUID = 1L;

  public WrongKeyException(String message) {
    super(message);
  }
}
