package ryot.engine.generate;

import java.util.OptionalDouble;

/**
 * What a generation cost. Times are those of the steps that the request took part in, each counted
 * whole: where others shared a step, that is how long this request's tokens were in the making, so
 * rates are what its reader saw, and those of requests that ran together do not add up. Steps
 * without it, and waiting for the reader, are not in them.
 *
 * @param promptTokens tokens of the prompt
 * @param cachedTokens how many of those were not computed: its sequence held them or, by whole
 *     pages, other sequences did, or a store gave them back
 * @param restoredTokens how many of the cached ones a store gave back
 * @param generatedTokens tokens picked, the one that ended the text included
 * @param restoreNanos waiting for the store's answer, whatever it was, and taking it over
 * @param prefillNanos computing the rest of the prompt and picking the first token
 * @param decodeNanos all the tokens after the first; also computing anew what had to make room for
 *     older requests
 */
public record GenerationUsage(
    int promptTokens,
    int cachedTokens,
    int restoredTokens,
    int generatedTokens,
    long restoreNanos,
    long prefillNanos,
    long decodeNanos) {

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
