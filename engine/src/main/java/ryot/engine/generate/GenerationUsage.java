package ryot.engine.generate;

import java.util.OptionalDouble;

/**
 * What a generation cost. Times are the engine thread's own, in this request's steps: waiting for
 * other requests or for the reader is not in them.
 *
 * @param promptTokens tokens of the prompt
 * @param cachedTokens how many of those the sequence still held, so that they were not computed
 * @param generatedTokens tokens picked, the one that ended the text included
 * @param prefillNanos computing the rest of the prompt and picking the first token
 * @param decodeNanos all the tokens after the first
 */
public record GenerationUsage(
    int promptTokens, int cachedTokens, int generatedTokens, long prefillNanos, long decodeNanos) {

  /** Computed prompt tokens per second; empty if none was computed. */
  public OptionalDouble prefillTokensPerSecond() {
    return rate(promptTokens - cachedTokens, prefillNanos);
  }

  /** Generated tokens after the first per second; empty if there are none. */
  public OptionalDouble decodeTokensPerSecond() {
    return rate(generatedTokens - 1, decodeNanos);
  }

  private static OptionalDouble rate(int tokens, long nanos) {
    return tokens > 0 && nanos > 0
        ? OptionalDouble.of(tokens * 1e9 / nanos)
        : OptionalDouble.empty();
  }
}
