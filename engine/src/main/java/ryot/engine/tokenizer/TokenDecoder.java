package ryot.engine.tokenizer;

/**
 * Turns a stream of tokens into text as they come, never emitting half a character: bytes of an
 * unfinished UTF-8 sequence are held back until it is whole or known to be broken. One thread.
 */
public interface TokenDecoder {

  /** The text that {@code token} completes; often one word, sometimes empty. */
  String accept(int token);

  /** What is still held back, broken sequences as U+FFFD; the decoder starts anew afterwards. */
  String finish();
}
