package ryot.vault.log;

import org.jspecify.annotations.Nullable;
import ryot.vault.storage.VaultException;

/**
 * The vault takes no more changes: it was opened to be read, or a write or sync failed, after which
 * nobody knows what the disk holds. What was acknowledged before can be read; open it again to go
 * on.
 */
public final class ReadOnlyException extends VaultException {
  private static final long serialVersionUID = 1L;

  public ReadOnlyException(String message) {
    super(message);
  }

  public ReadOnlyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
