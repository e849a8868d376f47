package ryot.lab.statistics;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The straight line through a series against its index.
 *
 * @param slope change per index, in the samples' unit
 * @param slopeInterval 95 % interval of the slope, by Student's t on n - 2
 * @param relativeChange slope times (n - 1) over the mean: the change from first to last sample as
 *     a share of the mean; 0 where the mean is 0
 */
public record Trend(double slope, Interval slopeInterval, double relativeChange) {

  /** Least squares over {@code values[0], values[1], ...}; fewer than three have no interval. */
  public static Trend of(double[] values) {
    int n = values.length;
    double meanX = (n - 1) / 2.0;
    double meanY = 0;
    for (double value : values) {
      meanY += value / n;
    }
    double squaresX = 0;
    double products = 0;
    for (int i = 0; i < n; i++) {
      squaresX += (i - meanX) * (i - meanX);
      products += (i - meanX) * (values[i] - meanY);
    }
    double slope = squaresX == 0 ? 0 : products / squaresX;
    double change = meanY == 0 ? 0 : slope * (n - 1) / meanY;
    if (n < 3) {
      return new Trend(slope, Interval.UNKNOWN, change);
    }
    double residuals = 0;
    for (int i = 0; i < n; i++) {
      double residual = values[i] - meanY - slope * (i - meanX);
      residuals += residual * residual;
    }
    double error = Math.sqrt(residuals / (n - 2) / squaresX);
    double half = TDistribution.of(n - 2).inverseCumulativeProbability(0.975) * error;
    return new Trend(slope, Interval.of(slope - half, slope + half), change);
  }

  /** Whether the slope's interval lies wholly above zero. */
  public boolean rising() {
    Double lower = slopeInterval.lower();
    return lower != null && lower > 0;
  }

  /** Whether the slope's interval leaves zero out. */
  public boolean significant() {
    Double upper = slopeInterval.upper();
    return rising() || (upper != null && upper < 0);
  }
}
