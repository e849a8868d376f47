package ryot.engine.generate;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ryot.engine.tokenizer.TokenDecoder;
import ryot.engine.tokenizer.Tokenizer;

/**
 * The text of one generation as its tokens come: whole characters only, and nothing of a stop
 * string. A model without a tokenizer has no text and never ends it. One thread.
 */
final class TextStream {

  private final @Nullable Tokenizer tokenizer;
  private final @Nullable TokenDecoder decoder;
  private final StopScanner stops;

  TextStream(@Nullable Tokenizer tokenizer, int[] prompt, List<String> stopStrings) {
    this.tokenizer = tokenizer;
    this.decoder = tokenizer == null ? null : decoderAfter(prompt, tokenizer);
    this.stops = new StopScanner(stopStrings);
  }

  /** A decoder that knows that the text goes on: a space at its beginning is one. */
  private static TokenDecoder decoderAfter(int[] prompt, Tokenizer tokenizer) {
    return tokenizer.decoderAfter(
        Arrays.stream(prompt).filter(token -> knows(tokenizer, token)).toArray());
  }

  /** Whether the model ends its text with {@code token}. */
  boolean endsWith(int token) {
    return tokenizer != null
        && knows(tokenizer, token)
        && tokenizer.vocabulary().endsGeneration(token);
  }

  /** What may be shown now that {@code token} has come. */
  String accept(int token) {
    return tokenizer != null && decoder != null && knows(tokenizer, token)
        ? stops.accept(decoder.accept(token))
        : "";
  }

  /** What is still held back, now that no more tokens come. */
  String finish() {
    return decoder == null ? "" : stops.accept(decoder.finish()) + stops.finish();
  }

  /** Whether a stop string has come. */
  boolean stopped() {
    return stops.stopped();
  }

  /** Some models' output layers are padded beyond the vocabulary; such ids have no text. */
  private static boolean knows(Tokenizer tokenizer, int token) {
    return token < tokenizer.vocabulary().size();
  }
}
