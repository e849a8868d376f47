package ryot.lab.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClockCheckTest {

  @Test
  void aClockThatStandsStillHasNoStep() {
    assertThat(ClockCheck.granularityNanos(() -> 42)).isZero();
  }

  @Test
  void theSmallestStepIsFound() {
    AtomicLong time = new AtomicLong();
    assertThat(ClockCheck.granularityNanos(() -> time.addAndGet(time.get() % 2 == 0 ? 25 : 75)))
        .isEqualTo(25);
  }
}
