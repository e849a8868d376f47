package ryot.models;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One source could not serve a model; another may. The message is one line that a person
 * understands.
 */
final class SourceFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  SourceFailedException(String message) {
    this(message, null);
  }

  SourceFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
