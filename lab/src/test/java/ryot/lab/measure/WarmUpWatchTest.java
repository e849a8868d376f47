package ryot.lab.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import ryot.lab.plan.WarmUp;

class WarmUpWatchTest {

  private final WarmUpWatch watch = new WarmUpWatch(new WarmUp(2, 0.05, 6, 20, 1_000));

  @Test
  void steadyValuesSettleAtTheMinimum() {
    for (int i = 0; i < 6; i++) {
      assertThat(watch.settled()).isFalse();
      watch.add(100 + i % 2);
    }
    assertThat(watch.settled()).isTrue();
    assertThat(watch.spread()).isLessThan(0.02);
  }

  @Test
  void fallingValuesDoNotSettle() {
    for (int i = 0; i < 19; i++) {
      watch.add(1000 - 40 * i);
      assertThat(watch.settled()).isFalse();
      assertThat(watch.exhausted(0)).isFalse();
    }
    watch.add(200);
    assertThat(watch.exhausted(0)).isTrue();
  }

  @Test
  void timeEndsItOnlyAfterTheMinimum() {
    watch.add(1);
    assertThat(watch.exhausted(5_000)).isFalse();
    for (int i = 0; i < 5; i++) {
      watch.add(10 * i);
    }
    assertThat(watch.exhausted(5_000)).isTrue();
    assertThat(watch.exhausted(500)).isFalse();
  }
}
