package ryot.models;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A transfer that broke off and may be taken up again where it was. */
final class TransferInterruptedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable Duration retryAfter;

  TransferInterruptedException(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.retryAfter = null;
  }

  TransferInterruptedException(String message, @Nullable Duration retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  /** How long the server asks to wait, or null where it asks for nothing. */
  @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
