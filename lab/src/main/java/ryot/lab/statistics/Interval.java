package ryot.lab.statistics;

import org.jspecify.annotations.Nullable;

/**
 * A confidence interval. A side that the samples cannot bound at the asked confidence is absent:
 * the interval is open there, and no number is made up for it.
 *
 * @param lower the lower limit, or null when the samples do not give one
 * @param upper the upper limit, or null when the samples do not give one
 */
public record Interval(@Nullable Double lower, @Nullable Double upper) {

  /** An interval that says nothing. */
  public static final Interval UNKNOWN = new Interval(null, null);

  /** The interval from {@code lower} to {@code upper}. */
  public static Interval of(double lower, double upper) {
    return new Interval(lower, upper);
  }

  /** The interval of {@code numerator / x} for an x within this positive interval. */
  public Interval reciprocal(double numerator) {
    return new Interval(
        upper == null || upper <= 0 ? null : numerator / upper,
        lower == null || lower <= 0 ? null : numerator / lower);
  }

  /** Whether both sides are known. */
  public boolean closed() {
    return lower != null && upper != null;
  }
}
