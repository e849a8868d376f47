package ryot.engine.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ryot.engine.generate.GenerationEvent.TextDelta;

@Timeout(20)
class EventQueueTest {
  private final EventQueue queue = new EventQueue(4, () -> {});

  @Test
  void nobodyIsWaitedForWhoDoesNotSleep() throws InterruptedException {
    assertThat(queue.wakesReader()).isFalse();
    queue.put(new TextDelta(1, "a"));
    assertThat(queue.wakesReader()).as("read whenever the reader likes").isFalse();
    queue.take();
    assertThat(queue.wakesReader()).isFalse();
  }

  @Test
  void aReaderThatWokeUpIsNotWaitedForAnyMore() throws Exception {
    FutureTask<GenerationEvent> reader = new FutureTask<>(queue::take);
    Thread thread = Thread.ofPlatform().start(reader);
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(queue.wakesReader()).as("nothing to wake it for").isFalse();
    queue.put(new TextDelta(1, "a"));
    assertThat(reader.get()).isEqualTo(new TextDelta(1, "a"));
    assertThat(queue.wakesReader()).isFalse();
  }
}
