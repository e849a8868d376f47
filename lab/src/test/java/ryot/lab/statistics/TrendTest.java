package ryot.lab.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TrendTest {

  /** lm(c(1, 3, 2, 5, 4) ~ 0:4) in R: slope 0.8, standard error 0.3464, t(0.975, 3) = 3.18245. */
  @Test
  void slopeAndIntervalAgreeWithR() {
    Trend trend = Trend.of(new double[] {1, 3, 2, 5, 4});
    assertThat(trend.slope()).isCloseTo(0.8, within(1e-12));
    assertThat(trend.slopeInterval().lower()).isCloseTo(0.8 - 3.182446 * 0.346410, within(1e-5));
    assertThat(trend.slopeInterval().upper()).isCloseTo(0.8 + 3.182446 * 0.346410, within(1e-5));
    assertThat(trend.significant()).isFalse();
  }

  @Test
  void aStraightRiseIsSeen() {
    Trend trend = Trend.of(new double[] {10, 11, 12, 13, 14});
    assertThat(trend.rising()).isTrue();
    assertThat(trend.relativeChange()).isCloseTo(4.0 / 12, within(1e-12));
  }

  @Test
  void twoValuesHaveNoInterval() {
    assertThat(Trend.of(new double[] {1, 2}).significant()).isFalse();
    assertThat(Trend.of(new double[] {1}).slope()).isZero();
  }
}
