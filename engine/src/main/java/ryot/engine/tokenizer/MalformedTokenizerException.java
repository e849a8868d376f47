package ryot.engine.tokenizer;

/**
 * A model file's tokenizer metadata contradicts itself: says which key, what it should hold, and
 * what it holds.
 */
public final class MalformedTokenizerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedTokenizerException(String key, String expected, String found) {
    super(key + ": expected " + expected + ", found " + found);
  }
}
