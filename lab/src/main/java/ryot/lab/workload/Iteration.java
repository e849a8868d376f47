package ryot.lab.workload;

import ryot.lab.plan.Metric;

/**
 * The stamps of one iteration, in nanoseconds after the submission.
 *
 * @param firstTokenNanos first token in the reader's hands
 * @param lastTokenNanos last token in the reader's hands
 * @param tokens tokens received; bytes, where messages are coded; units, where a vault is used
 * @param ratio bytes in over bytes out; NaN where nothing is coded
 */
public record Iteration(long firstTokenNanos, long lastTokenNanos, int tokens, double ratio) {

  /** An iteration that shrinks nothing. */
  public Iteration(long firstTokenNanos, long lastTokenNanos, int tokens) {
    this(firstTokenNanos, lastTokenNanos, tokens, Double.NaN);
  }

  /** What {@code metric} says of it, in nanoseconds. */
  public double nanos(Metric metric) {
    return switch (metric) {
      case TIME_TO_FIRST_TOKEN, CODING_TIME, READ_TIME, WRITE_TIME -> firstTokenNanos;
      case TIME_PER_OUTPUT_TOKEN -> nanosPerOutputToken();
    };
  }

  /** (last - first) / (tokens - 1), in nanoseconds; NaN for fewer than two tokens. */
  public double nanosPerOutputToken() {
    return tokens < 2 ? Double.NaN : (double) (lastTokenNanos - firstTokenNanos) / (tokens - 1);
  }
}
