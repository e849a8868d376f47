package ryot.lab.workload;

/**
 * The stamps of one iteration, in nanoseconds after the submission.
 *
 * @param firstTokenNanos first token in the reader's hands
 * @param lastTokenNanos last token in the reader's hands
 * @param tokens tokens received
 */
public record Iteration(long firstTokenNanos, long lastTokenNanos, int tokens) {

  /** (last - first) / (tokens - 1), in nanoseconds; NaN for fewer than two tokens. */
  public double nanosPerOutputToken() {
    return tokens < 2 ? Double.NaN : (double) (lastTokenNanos - firstTokenNanos) / (tokens - 1);
  }
}
