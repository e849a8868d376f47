package ryot.vault.log;

import org.jspecify.annotations.Nullable;
import ryot.vault.storage.VaultException;

/**
 * The disk or the vault's budget is full. Nothing of the change was written, and others may fit.
 */
public final class VaultFullException extends VaultException {
  private static final long serialVersionUID = 1L;

  public VaultFullException(String message) {
    super(message);
  }

  public VaultFullException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
