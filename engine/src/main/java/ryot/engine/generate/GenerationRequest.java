package ryot.engine.generate;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import ryot.engine.sample.SamplingOptions;

/**
 * What to generate from what. Arrays are copied on the way in and out.
 *
 * @param prompt the whole prompt as token ids, at least one; also the part that the sequence may
 *     already hold
 * @param maxTokens 1 or more: how many tokens to generate at most; {@link #UNLIMITED} leaves it to
 *     the model and the context
 * @param sampling how each token is picked
 * @param stopStrings the text ends before the first of these, however tokens divide it; up to 64 of
 *     1 to 1,024 characters
 * @param stopTokens tokens that end the text and add nothing to it
 * @param ignoreEos whether to go on past the tokens by which the model ends its text, as
 *     measurements need
 * @param speculation whether to draft tokens from the text so far and verify several in one step,
 *     which makes answers that repeat their prompt or themselves faster; what is generated is the
 *     same
 */
@SuppressWarnings("ArrayRecordComponent") // copied both ways; equality is by content
public record GenerationRequest(
    int[] prompt,
    int maxTokens,
    SamplingOptions sampling,
    List<String> stopStrings,
    int[] stopTokens,
    boolean ignoreEos,
    boolean speculation) {

  /** No limit of the request's own. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  private static final int MAX_STOP_STRINGS = 64;
  private static final int MAX_STOP_STRING_LENGTH = 1024;

  public GenerationRequest {
    prompt = prompt.clone();
    stopStrings = List.copyOf(stopStrings);
    stopTokens = stopTokens.clone();
    if (prompt.length == 0) {
      throw new IllegalArgumentException(
          "the prompt has no tokens: give it some text or at least the model's BOS token");
    }
    if (maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens must be 1 or more, is " + maxTokens);
    }
    if (stopStrings.size() > MAX_STOP_STRINGS) {
      throw new IllegalArgumentException(
          "at most %d stop strings, got %d".formatted(MAX_STOP_STRINGS, stopStrings.size()));
    }
    for (String stop : stopStrings) {
      if (stop.isEmpty() || stop.length() > MAX_STOP_STRING_LENGTH) {
        throw new IllegalArgumentException(
            "a stop string must have 1 to %d characters, one has %d"
                .formatted(MAX_STOP_STRING_LENGTH, stop.length()));
      }
    }
  }

  /** A request without speculation. */
  public GenerationRequest(
      int[] prompt,
      int maxTokens,
      SamplingOptions sampling,
      List<String> stopStrings,
      int[] stopTokens,
      boolean ignoreEos) {
    this(prompt, maxTokens, sampling, stopStrings, stopTokens, ignoreEos, false);
  }

  /** {@code prompt} with default sampling, until the model or the context ends the text. */
  public static GenerationRequest of(int[] prompt) {
    return new GenerationRequest(
        prompt, UNLIMITED, SamplingOptions.defaults(), List.of(), new int[0], false);
  }

  public GenerationRequest withMaxTokens(int value) {
    return new GenerationRequest(
        prompt, value, sampling, stopStrings, stopTokens, ignoreEos, speculation);
  }

  public GenerationRequest withSampling(SamplingOptions value) {
    return new GenerationRequest(
        prompt, maxTokens, value, stopStrings, stopTokens, ignoreEos, speculation);
  }

  public GenerationRequest withStopStrings(List<String> value) {
    return new GenerationRequest(
        prompt, maxTokens, sampling, value, stopTokens, ignoreEos, speculation);
  }

  public GenerationRequest withStopTokens(int... value) {
    return new GenerationRequest(
        prompt, maxTokens, sampling, stopStrings, value, ignoreEos, speculation);
  }

  public GenerationRequest withIgnoreEos(boolean value) {
    return new GenerationRequest(
        prompt, maxTokens, sampling, stopStrings, stopTokens, value, speculation);
  }

  public GenerationRequest withSpeculation(boolean value) {
    return new GenerationRequest(
        prompt, maxTokens, sampling, stopStrings, stopTokens, ignoreEos, value);
  }

  /** Tokens of the prompt. */
  int promptLength() {
    return prompt.length;
  }

  @Override
  public int[] prompt() {
    return prompt.clone();
  }

  @Override
  public int[] stopTokens() {
    return stopTokens.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GenerationRequest that
        && Arrays.equals(prompt, that.prompt)
        && maxTokens == that.maxTokens
        && sampling.equals(that.sampling)
        && stopStrings.equals(that.stopStrings)
        && Arrays.equals(stopTokens, that.stopTokens)
        && ignoreEos == that.ignoreEos
        && speculation == that.speculation;
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        Arrays.hashCode(prompt),
        maxTokens,
        sampling,
        stopStrings,
        Arrays.hashCode(stopTokens),
        ignoreEos,
        speculation);
  }

  /** Without the prompt and the stop strings, which are a user's words. */
  @Override
  public String toString() {
    return "GenerationRequest[%d prompt tokens, maxTokens=%d, %s]"
        .formatted(prompt.length, maxTokens, sampling);
  }
}
