package ryot.engine.tokenizer;

/**
 * Turns text into token ids and back. Immutable and safe for use by many threads; a {@link
 * TokenDecoder} belongs to one.
 */
public interface Tokenizer {

  /**
   * The token ids of {@code text}; nothing is added at either end.
   *
   * @param control whether control tokens written out in the text, such as {@code <|im_end|>},
   *     become those tokens; if not, they are ordinary text and a user's words can never act as
   *     control
   */
  int[] encode(String text, boolean control);

  /** The vocabulary: pieces, their kinds, and the special ids. */
  Vocabulary vocabulary();

  /**
   * The bytes that {@code token} stands for within a text, which may be part of a character; none
   * for control.
   */
  byte[] bytes(int token);

  /** A fresh decoder for one stream of tokens. */
  TokenDecoder decoder();

  /**
   * A fresh decoder for a stream that goes on where {@code preceding} ends: a space that begins it
   * is a space and not the beginning of a text, and a character begun before is finished.
   */
  default TokenDecoder decoderAfter(int[] preceding) {
    TokenDecoder decoder = decoder();
    for (int token : preceding) {
      decoder.accept(token);
    }
    return decoder;
  }

  /** The text of {@code tokens}, control tokens left out. */
  default String decode(int[] tokens) {
    TokenDecoder decoder = decoder();
    StringBuilder text = new StringBuilder();
    for (int token : tokens) {
      text.append(decoder.accept(token));
    }
    return text.append(decoder.finish()).toString();
  }
}
