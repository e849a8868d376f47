package ryot.lab.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SampleSummaryTest {

  /** By hand: mean 5, squares 32 over 7; t(0.975, 7) = 2.364624 from tables. */
  @Test
  void momentsAndTheMeansIntervalAgreeWithTables() {
    SampleSummary summary = SampleSummary.of(new double[] {2, 4, 4, 4, 5, 5, 7, 9});
    assertThat(summary.n()).isEqualTo(8);
    assertThat(summary.mean()).isEqualTo(5);
    assertThat(summary.stddev()).isCloseTo(Math.sqrt(32.0 / 7), within(1e-12));
    double half = 2.364624 * Math.sqrt(32.0 / 7 / 8);
    assertThat(summary.meanInterval().lower()).isCloseTo(5 - half, within(1e-5));
    assertThat(summary.meanInterval().upper()).isCloseTo(5 + half, within(1e-5));
    assertThat(summary.min()).isEqualTo(2);
    assertThat(summary.max()).isEqualTo(9);
  }

  /** quantile(1:11, c(.5, .95, .99)) in R: 6, 10.5, 10.9. */
  @Test
  void percentilesAreThoseOfR() {
    double[] samples = {11, 1, 10, 2, 9, 3, 8, 4, 7, 5, 6};
    SampleSummary summary = SampleSummary.of(samples);
    assertThat(summary.median().value()).isEqualTo(6);
    assertThat(summary.p95().value()).isCloseTo(10.5, within(1e-9));
    assertThat(summary.p99().value()).isCloseTo(10.9, within(1e-9));
  }

  @Test
  void aPercentileWithTooFewSamplesIsMarked() {
    SampleSummary hundred = SampleSummary.of(noise(100));
    assertThat(hundred.p99().established()).isFalse();
    assertThat(hundred.p99().upper99()).isNull();
    assertThat(hundred.p99().samplesNeeded()).isEqualTo(459);
    assertThat(hundred.p95().established()).isTrue();
    assertThat(SampleSummary.of(noise(459)).p99().established()).isTrue();
  }

  @Test
  void oneSampleHasNoIntervals() {
    SampleSummary one = SampleSummary.of(new double[] {3});
    assertThat(one.meanInterval()).isEqualTo(Interval.UNKNOWN);
    assertThat(one.stddev()).isZero();
    assertThat(one.median().value()).isEqualTo(3);
  }

  @Test
  void noSamplesAreMisuse() {
    assertThatIllegalArgumentException().isThrownBy(() -> SampleSummary.of(new double[0]));
  }

  @Test
  void theMeansIntervalCoversTheTruthAsOftenAsItPromises() {
    SplittableRandom random = new SplittableRandom(7);
    int covered = 0;
    int trials = 400;
    for (int trial = 0; trial < trials; trial++) {
      double[] sample = new double[20];
      for (int i = 0; i < sample.length; i++) {
        sample[i] = 10 + random.nextGaussian();
      }
      Interval mean = SampleSummary.of(sample).meanInterval();
      Double lower = mean.lower();
      Double upper = mean.upper();
      covered += lower != null && upper != null && lower <= 10 && 10 <= upper ? 1 : 0;
    }
    assertThat((double) covered / trials).isCloseTo(0.95, within(0.03));
  }

  @Test
  void theBootstrapOfTheSpreadIsRepeatable() {
    double[] samples = noise(60);
    assertThat(SampleSummary.of(samples).stddevInterval())
        .isEqualTo(SampleSummary.of(samples).stddevInterval());
    SampleSummary summary = SampleSummary.of(samples);
    assertThat(summary.stddevInterval().lower()).isLessThan(summary.stddev());
    assertThat(summary.stddevInterval().upper()).isGreaterThan(summary.stddev());
  }

  @Test
  void neighboursThatFollowEachOtherShowInTheLag() {
    double[] wave = new double[100];
    for (int i = 0; i < wave.length; i++) {
      wave[i] = Math.sin(i / 8.0);
    }
    assertThat(SampleSummary.of(wave).lag1()).isGreaterThan(0.9);
    assertThat(SampleSummary.of(noise(1000)).lag1()).isCloseTo(0, within(0.1));
  }

  private static double[] noise(int n) {
    SplittableRandom random = new SplittableRandom(n);
    return random.doubles(n, 10, 11).toArray();
  }
}
