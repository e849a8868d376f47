package ryot.lab.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PercentileBoundsTest {

  @Test
  void theFewestSamplesAreThoseOfTheBinomial() {
    assertThat(PercentileBounds.samplesNeeded(0.99, 0.99)).isEqualTo(459);
    assertThat(PercentileBounds.samplesNeeded(0.95, 0.99)).isEqualTo(90);
    assertThat(PercentileBounds.samplesNeeded(0.90, 0.99)).isEqualTo(44);
    assertThat(PercentileBounds.samplesNeeded(0.50, 0.99)).isEqualTo(7);
    assertThat(PercentileBounds.samplesNeeded(0.999, 0.99)).isEqualTo(4603);
    assertThat(PercentileBounds.samplesNeeded(0.99, 0.95)).isEqualTo(299);
  }

  @Test
  void fourHundredAndFiftyNineSamplesBoundTheP99ByTheirMaximum() {
    assertThat(PercentileBounds.upper(ascending(458), 0.99, 0.99)).isEmpty();
    assertThat(PercentileBounds.upper(ascending(459), 0.99, 0.99)).hasValue(459);
    assertThat(PercentileBounds.upper(ascending(661), 0.99, 0.99)).hasValue(661);
    assertThat(PercentileBounds.upper(ascending(662), 0.99, 0.99)).hasValue(661);
    assertThat(PercentileBounds.upper(ascending(838), 0.99, 0.99)).hasValue(836);
  }

  /** Order statistics of the median for n = 10 at 95 %: the classic sign-test ranks 2 and 9. */
  @Test
  void theMedianOfTenIsBoundedByTheSignTestsRanks() {
    Interval interval = PercentileBounds.interval(ascending(10), 0.5, 0.95);
    assertThat(interval).isEqualTo(Interval.of(2, 9));
  }

  @Test
  void aSideThatTheSamplesCannotBoundIsAbsent() {
    Interval interval = PercentileBounds.interval(ascending(100), 0.99, 0.95);
    assertThat(interval.lower()).isNotNull();
    assertThat(interval.upper()).isNull();
    assertThat(interval.closed()).isFalse();
    assertThat(PercentileBounds.upper(new double[0], 0.5, 0.95)).isEmpty();
  }

  @Test
  void boundsCoverTheTruePercentileAsOftenAsTheyPromise() {
    SplittableRandom random = new SplittableRandom(42);
    int trials = 2_000;
    int n = 600;
    double trueP99 = -Math.log(0.01);
    double trueP50 = -Math.log(0.5);
    int upperHolds = 0;
    int lowerHolds = 0;
    int medianCovered = 0;
    for (int trial = 0; trial < trials; trial++) {
      double[] sample = new double[n];
      for (int i = 0; i < n; i++) {
        sample[i] = -Math.log(1 - random.nextDouble());
      }
      Arrays.sort(sample);
      upperHolds += holds(PercentileBounds.upper(sample, 0.99, 0.99), trueP99, 1);
      lowerHolds += holds(PercentileBounds.lower(sample, 0.99, 0.99), trueP99, -1);
      Interval median = PercentileBounds.interval(sample, 0.5, 0.95);
      Double low = median.lower();
      Double high = median.upper();
      medianCovered += low != null && high != null && low <= trueP50 && trueP50 <= high ? 1 : 0;
    }
    assertThat((double) upperHolds / trials).isGreaterThan(0.985);
    assertThat((double) lowerHolds / trials).isGreaterThan(0.985);
    assertThat((double) medianCovered / trials).isCloseTo(0.955, within(0.015));
  }

  private static int holds(OptionalDouble bound, double truth, int side) {
    return bound.isPresent() && side * (bound.getAsDouble() - truth) >= 0 ? 1 : 0;
  }

  private static double[] ascending(int n) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = i + 1;
    }
    return values;
  }
}
