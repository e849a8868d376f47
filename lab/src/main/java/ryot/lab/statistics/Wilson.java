package ryot.lab.statistics;

import org.apache.commons.statistics.distribution.NormalDistribution;

/** Wilson's score interval of a share (Wilson 1927): sound near 0 and 1, where Wald's is not. */
public final class Wilson {

  private static final double Z95 = NormalDistribution.of(0, 1).inverseCumulativeProbability(0.975);

  private Wilson() {}

  /**
   * The 95 % interval of a share seen in {@code n} samples.
   *
   * @param share in [0, 1]
   */
  public static Interval interval(double share, long n) {
    if (n <= 0) {
      return Interval.UNKNOWN;
    }
    double z2 = Z95 * Z95;
    double centre = (share + z2 / (2 * n)) / (1 + z2 / n);
    double half = Z95 / (1 + z2 / n) * Math.sqrt(share * (1 - share) / n + z2 / (4.0 * n * n));
    return Interval.of(Math.max(0, centre - half), Math.min(1, centre + half));
  }
}
