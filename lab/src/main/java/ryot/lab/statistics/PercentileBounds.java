package ryot.lab.statistics;

import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Distribution-free bounds of a percentile by order statistics: the number of samples below the
 * true p-quantile is binomial(n, p), whatever the samples' distribution (Hahn and Meeker,
 * Statistical Intervals, section 5.2). Samples are taken as independent.
 */
public final class PercentileBounds {

  private PercentileBounds() {}

  /**
   * The smallest order statistic that lies above the p-quantile with at least {@code confidence},
   * one-sided; empty when there are too few samples for any to do so.
   *
   * @param sorted samples in ascending order
   * @param p the quantile, in (0, 1)
   */
  public static OptionalDouble upper(double[] sorted, double p, double confidence) {
    int n = sorted.length;
    if (n == 0 || Math.pow(p, n) > 1 - confidence) {
      return OptionalDouble.empty();
    }
    // P(q <= X(u)) >= P(B <= u - 1): the smallest such u, ranks from 1.
    int rank = BinomialDistribution.of(n, p).inverseCumulativeProbability(confidence) + 1;
    return rank > n ? OptionalDouble.empty() : OptionalDouble.of(sorted[rank - 1]);
  }

  /**
   * The largest order statistic that lies below the p-quantile with at least {@code confidence},
   * one-sided; empty when there are too few samples.
   */
  public static OptionalDouble lower(double[] sorted, double p, double confidence) {
    double[] mirrored = new double[sorted.length];
    for (int i = 0; i < sorted.length; i++) {
      mirrored[i] = -sorted[sorted.length - 1 - i];
    }
    OptionalDouble bound = upper(mirrored, 1 - p, confidence);
    return bound.isPresent() ? OptionalDouble.of(-bound.getAsDouble()) : bound;
  }

  /** The two-sided interval at {@code confidence}; a side may be absent. */
  public static Interval interval(double[] sorted, double p, double confidence) {
    double oneSided = (1 + confidence) / 2;
    OptionalDouble lower = lower(sorted, p, oneSided);
    OptionalDouble upper = upper(sorted, p, oneSided);
    return new Interval(
        lower.isPresent() ? (Double) lower.getAsDouble() : null,
        upper.isPresent() ? (Double) upper.getAsDouble() : null);
  }

  /**
   * The fewest samples that can bound the p-quantile from above at {@code confidence}: 459 for p99
   * at 99 %, 90 for p95.
   */
  public static int samplesNeeded(double p, double confidence) {
    return (int) Math.ceil(Math.log(1 - confidence) / Math.log(p) - 1e-9);
  }
}
