package ryot.lab.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WilsonTest {

  /** prop.test(81, 263, correct = FALSE) in R: 0.2553, 0.3662. */
  @Test
  void theIntervalAgreesWithR() {
    Interval interval = Wilson.interval(81.0 / 263, 263);
    assertThat(interval.lower()).isCloseTo(0.2553, within(1e-4));
    assertThat(interval.upper()).isCloseTo(0.3662, within(1e-4));
  }

  @Test
  void itStaysWithinZeroAndOne() {
    assertThat(Wilson.interval(0, 20).lower()).isCloseTo(0, within(1e-12)).isNotNegative();
    assertThat(Wilson.interval(1, 20).upper()).isEqualTo(1);
    assertThat(Wilson.interval(0.5, 0)).isEqualTo(Interval.UNKNOWN);
  }
}
