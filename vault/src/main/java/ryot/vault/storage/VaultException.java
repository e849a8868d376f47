package ryot.vault.storage;

import org.jspecify.annotations.Nullable;

/**
 * A vault cannot do what was asked of it. The message says where, what was expected, what was found
 * and what helps; the subclasses are the cases that a caller may want to tell apart.
 */
public class VaultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public VaultException(String message) {
    super(message);
  }

  public VaultException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
