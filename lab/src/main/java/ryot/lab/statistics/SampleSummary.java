package ryot.lab.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.statistics.descriptive.DoubleStatistics;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.descriptive.Statistic;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * What a series of samples says, in the samples' unit. Intervals are 95 %. Minimum and maximum have
 * none: they are facts about these samples, not estimates.
 *
 * @param stddev sample standard deviation (n - 1)
 * @param meanInterval Student's t
 * @param stddevInterval percentile bootstrap with a fixed seed, as latencies are rarely normal
 * @param lag1 correlation of neighbouring samples; far from 0 the intervals are too narrow
 * @param trend slope over the series as a share of the mean from first to last sample, with its
 *     interval
 */
public record SampleSummary(
    int n,
    double min,
    double max,
    double mean,
    double stddev,
    Percentile median,
    Percentile p95,
    Percentile p99,
    Interval meanInterval,
    Interval stddevInterval,
    double lag1,
    Trend trend) {

  private static final long BOOTSTRAP_SEED = 0x5EEDL;
  private static final int BOOTSTRAP_ROUNDS = 1_000;
  private static final Quantile QUANTILE =
      Quantile.withDefaults().with(Quantile.EstimationMethod.HF7);

  /** The summary of {@code samples} in the order in which they were taken; at least one. */
  public static SampleSummary of(double[] samples) {
    if (samples.length == 0) {
      throw new IllegalArgumentException("a summary needs at least one sample");
    }
    double[] sorted = samples.clone();
    Arrays.sort(sorted);
    double[] quantiles = QUANTILE.evaluate(sorted, 0.5, 0.95, 0.99);
    var moments = DoubleStatistics.of(MOMENTS, samples);
    double mean = moments.getAsDouble(Statistic.MEAN);
    double stddev = samples.length < 2 ? 0 : moments.getAsDouble(Statistic.STANDARD_DEVIATION);
    return new SampleSummary(
        samples.length,
        sorted[0],
        sorted[sorted.length - 1],
        mean,
        stddev,
        Percentile.of(sorted, 0.5, quantiles[0]),
        Percentile.of(sorted, 0.95, quantiles[1]),
        Percentile.of(sorted, 0.99, quantiles[2]),
        meanInterval(samples.length, mean, stddev),
        stddevInterval(samples),
        lag1(samples, mean),
        Trend.of(samples));
  }

  /** As {@link #of(double[])}. */
  public static SampleSummary of(List<Double> samples) {
    return of(samples.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static final java.util.EnumSet<Statistic> MOMENTS =
      java.util.EnumSet.of(Statistic.MEAN, Statistic.STANDARD_DEVIATION);

  private static Interval meanInterval(int n, double mean, double stddev) {
    if (n < 2) {
      return Interval.UNKNOWN;
    }
    double half =
        TDistribution.of(n - 1).inverseCumulativeProbability(0.975) * stddev / Math.sqrt(n);
    return Interval.of(mean - half, mean + half);
  }

  private static Interval stddevInterval(double[] samples) {
    int n = samples.length;
    if (n < 5) {
      return Interval.UNKNOWN;
    }
    SplittableRandom random = new SplittableRandom(BOOTSTRAP_SEED);
    double[] spreads = new double[BOOTSTRAP_ROUNDS];
    double[] drawn = new double[n];
    for (int round = 0; round < BOOTSTRAP_ROUNDS; round++) {
      for (int i = 0; i < n; i++) {
        drawn[i] = samples[random.nextInt(n)];
      }
      spreads[round] =
          DoubleStatistics.of(MOMENTS, drawn).getAsDouble(Statistic.STANDARD_DEVIATION);
    }
    double[] limits = QUANTILE.evaluate(spreads, 0.025, 0.975);
    return Interval.of(limits[0], limits[1]);
  }

  private static double lag1(double[] samples, double mean) {
    double products = 0;
    double squares = 0;
    for (int i = 0; i < samples.length; i++) {
      double deviation = samples[i] - mean;
      squares += deviation * deviation;
      if (i > 0) {
        products += deviation * (samples[i - 1] - mean);
      }
    }
    return squares == 0 ? 0 : products / squares;
  }
}
