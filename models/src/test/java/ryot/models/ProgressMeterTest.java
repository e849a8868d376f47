package ryot.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ProgressMeterTest {

  private final AtomicLong nanos = new AtomicLong();
  private final List<Progress> drawn = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final ProgressMeter meter = new ProgressMeter(drawn::add, notes::add, nanos::get);

  private void pass(double seconds) {
    nanos.addAndGet((long) (seconds * 1e9));
  }

  @Test
  void rateAndTimeLeftFollowFromWhatArrivedNotFromWhatWasThere() {
    meter.start("hub", 100_000_000, 50_000_000);
    pass(2);
    meter.advance(10_000_000);

    Progress last = drawn.getLast();
    assertThat(last.bytesPerSecond()).isEqualTo(5_000_000.0);
    assertThat(last.secondsLeft()).hasValue(8);
    assertThat(last.line()).isEqualTo("60 %, 60.0 of 100.0 MB, 5.0 MB/s, 8 s left");
  }

  @Test
  void theRateForgetsWhatIsLongAgo() {
    meter.start("hub", 1_000_000_000, 0);
    for (int second = 0; second < 20; second++) {
      pass(1);
      meter.advance(second < 10 ? 10_000_000 : 1_000_000);
    }

    assertThat(drawn.getLast().bytesPerSecond()).isBetween(900_000.0, 1_100_000.0);
  }

  @Test
  void atMostTenStatesASecondAreDrawnAndAlwaysTheLast() {
    meter.start("hub", 1000, 0);
    for (int i = 0; i < 1000; i++) {
      pass(0.001);
      meter.advance(1);
    }

    assertThat(drawn).hasSizeBetween(10, 13);
    assertThat(drawn.getLast().doneBytes()).isEqualTo(1000);
    assertThat(drawn.getLast().secondsLeft()).hasValue(0);
  }

  @Test
  void anUnknownWholeHasNoTimeLeft() {
    meter.start("pip", -1, 0);
    pass(1);
    meter.advance(2_000_000);

    assertThat(drawn.getLast().line()).isEqualTo("2.0 MB, 2.0 MB/s");
    assertThat(drawn.getLast().fraction()).isEmpty();
  }

  @Test
  void longTimesAreWrittenInMinutesAndHours() {
    assertThat(new Progress("", 0, 600_000_000, 1_000_000).line()).endsWith("10 min 0 s left");
    assertThat(new Progress("", 0, 7_300_000_000L, 1_000_000).line()).endsWith("2 h 1 min left");
  }

  @Test
  void notesArePassedOn() {
    meter.note("waiting");

    assertThat(notes).containsExactly("waiting");
  }
}
