package ryot.vault.log;

import org.jspecify.annotations.Nullable;
import ryot.vault.storage.VaultException;

/** What lies on the disk is not what the vault wrote, and no crash explains it. */
public final class TamperedException extends VaultException {
  private static final long serialVersionUID = 1L;

  public TamperedException(String message) {
    super(message);
  }

  public TamperedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
