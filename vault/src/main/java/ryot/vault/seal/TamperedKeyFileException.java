package ryot.vault.seal;

import ryot.vault.storage.VaultException;

/** The vault's keys are not what was written there: damaged, or changed by somebody. */
public final class TamperedKeyFileException extends VaultException {
  private static final long serialVersionUID = 1L;

  public TamperedKeyFileException(String message) {
    super(message);
  }

  public TamperedKeyFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
