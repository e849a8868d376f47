package ryot.lab.statistics;

import org.jspecify.annotations.Nullable;

/**
 * A percentile of a series and what stands behind it.
 *
 * @param value the estimate, interpolated between neighbours (Hyndman-Fan type 7, R's default)
 * @param interval95 two-sided 95 % interval; a side that n samples cannot bound is absent
 * @param lower99 one-sided 99 % lower bound, or null
 * @param upper99 one-sided 99 % upper bound, or null
 * @param established whether n samples are enough for {@link #upper99} to exist
 * @param samplesNeeded the fewest samples for that
 */
public record Percentile(
    double value,
    Interval interval95,
    @Nullable Double lower99,
    @Nullable Double upper99,
    boolean established,
    int samplesNeeded) {

  static Percentile of(double[] sorted, double p, double value) {
    var lower = PercentileBounds.lower(sorted, p, 0.99);
    var upper = PercentileBounds.upper(sorted, p, 0.99);
    return new Percentile(
        value,
        PercentileBounds.interval(sorted, p, 0.95),
        lower.isPresent() ? (Double) lower.getAsDouble() : null,
        upper.isPresent() ? (Double) upper.getAsDouble() : null,
        upper.isPresent(),
        PercentileBounds.samplesNeeded(p, 0.99));
  }
}
