package ryot.models;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Turns what a pull tells into {@link Progress} values worth drawing: at most ten a second, with a
 * rate over the last five seconds, and always one for the end. Used by one thread.
 */
public final class ProgressMeter implements PullProgress {

  private static final long DRAW_EVERY_NANOS = 100_000_000L;

  /** A rate over less is noise, and the time left that follows from it nonsense. */
  private static final double RATE_AFTER_SECONDS = 0.5;

  private static final long RATE_WINDOW_NANOS = 5_000_000_000L;

  private final Consumer<Progress> drawer;
  private final Consumer<String> notes;
  private final LongSupplier nanoClock;

  /** Recent (time, bytes done) pairs, oldest first; spans the rate's window. */
  private final Deque<long[]> recent = new ArrayDeque<>();

  private String activity = "";
  private long totalBytes = -1;
  private long doneBytes;
  private long drawnNanos;

  /**
   * A meter on the machine's clock.
   *
   * @param drawer draws one state of a progress line
   * @param notes shows one message
   */
  public ProgressMeter(Consumer<Progress> drawer, Consumer<String> notes) {
    this(drawer, notes, System::nanoTime);
  }

  ProgressMeter(Consumer<Progress> drawer, Consumer<String> notes, LongSupplier nanoClock) {
    this.drawer = drawer;
    this.notes = notes;
    this.nanoClock = nanoClock;
  }

  @Override
  public void start(String activity, long totalBytes, long alreadyBytes) {
    this.activity = activity;
    this.totalBytes = totalBytes;
    this.doneBytes = alreadyBytes;
    recent.clear();
    long now = nanoClock.getAsLong();
    recent.addLast(new long[] {now, doneBytes});
    draw(now);
  }

  @Override
  public void advance(long bytes) {
    doneBytes += bytes;
    long now = nanoClock.getAsLong();
    if (now - drawnNanos < DRAW_EVERY_NANOS && doneBytes != totalBytes) {
      return;
    }
    recent.addLast(new long[] {now, doneBytes});
    while (recent.size() > 2 && now - recent.getFirst()[0] > RATE_WINDOW_NANOS) {
      recent.removeFirst();
    }
    draw(now);
  }

  @Override
  public void note(String message) {
    notes.accept(message);
  }

  private void draw(long now) {
    drawnNanos = now;
    long[] oldest = recent.getFirst();
    double seconds = (now - oldest[0]) / 1e9;
    double rate = seconds >= RATE_AFTER_SECONDS ? (doneBytes - oldest[1]) / seconds : 0;
    drawer.accept(new Progress(activity, doneBytes, totalBytes, rate));
  }
}
