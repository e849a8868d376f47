package ryot.cli;

import java.util.concurrent.TimeUnit;
import ryot.models.Progress;
import ryot.models.ProgressMeter;
import ryot.models.PullProgress;

/**
 * Shows how a pull goes: on a terminal a bar with rate and time left, else a line at its start and
 * every ten seconds. A pull that is over within a moment shows nothing.
 */
final class PullDisplay implements AutoCloseable {

  private static final long PLAIN_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final StatusLine status;
  private String activity = "";
  private long writtenNanos;

  PullDisplay(Terminal terminal) {
    this.status = new StatusLine(terminal);
  }

  /** What a pull is to report to. */
  PullProgress progress() {
    return new ProgressMeter(this::show, message -> status.milestone("ryot: " + message));
  }

  @Override
  public void close() {
    status.close();
  }

  private void show(Progress progress) {
    if (status.live()) {
      status.draw(
          Bar.of(progress.fraction().orElse(0))
              + " "
              + progress.line()
              + "  "
              + progress.activity());
      return;
    }
    long now = System.nanoTime();
    boolean news = !progress.activity().equals(activity);
    if (news || now - writtenNanos >= PLAIN_EVERY_NANOS) {
      status.milestone("ryot: " + progress.activity() + ": " + progress.line());
      activity = progress.activity();
      writtenNanos = now;
    }
  }
}
