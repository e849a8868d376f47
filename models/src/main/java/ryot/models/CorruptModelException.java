package ryot.models;

import java.io.IOException;

/** Bytes that are not the model's: says which file, what was expected and what was found. */
public final class CorruptModelException extends IOException {
  private static final long serialVersionUID = 1L;

  CorruptModelException(String message) {
    super(message);
  }
}
