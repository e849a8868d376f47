package ryot.engine.tokenizer;

import java.util.Collection;
import java.util.TreeSet;

/** A model file asks for a tokenizer, or a part of one, that this engine does not have. */
public final class UnsupportedTokenizerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An exception that says only {@code message}. */
  public UnsupportedTokenizerException(String message) {
    super(message);
  }

  /** {@code key} has the value {@code found}, and only {@code known} values can be read. */
  static UnsupportedTokenizerException of(String key, String found, Collection<String> known) {
    return new UnsupportedTokenizerException(
        key
            + " is \""
            + found
            + "\", which is not supported; known are: "
            + String.join(", ", new TreeSet<>(known)));
  }
}
