package ryot.cli;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import ryot.vault.log.LogProgress;

/**
 * Shows how far something has come that goes through a whole vault: a bar, bytes and their rate. On
 * anything but a terminal it shows nothing.
 */
final class VaultProgress implements LogProgress, AutoCloseable {
  private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final StatusLine status;
  private final String activity;
  private final long begunNanos = System.nanoTime();
  private long drawnNanos = begunNanos - EVERY_NANOS;

  private VaultProgress(Terminal terminal, String activity) {
    this.status = new StatusLine(terminal);
    this.activity = activity;
    status.draw(activity);
  }

  /** What takes long, and says how far it is. */
  @FunctionalInterface
  interface Work<T> {
    T run(LogProgress progress) throws IOException;
  }

  /** Shows progress while {@code work} runs, however that ends. */
  static <T> T during(Terminal terminal, String activity, Work<T> work) throws IOException {
    try (VaultProgress progress = new VaultProgress(terminal, activity)) {
      return work.run(progress);
    }
  }

  @Override
  public void at(long bytesDone, long bytesTotal) {
    long now = System.nanoTime();
    if (now - drawnNanos >= EVERY_NANOS) {
      drawnNanos = now;
      status.draw(line(bytesDone, bytesTotal, (now - begunNanos) / 1e9));
    }
  }

  private String line(long bytesDone, long bytesTotal, double seconds) {
    double fraction = bytesTotal == 0 ? 1 : (double) bytesDone / bytesTotal;
    long rate = (long) (bytesDone / Math.max(seconds, 1e-3));
    return "%s %s of %s, %s/s  %s"
        .formatted(
            Bar.of(fraction),
            Figures.size(bytesDone),
            Figures.size(bytesTotal),
            Figures.size(rate),
            activity);
  }

  @Override
  public void close() {
    status.close();
  }
}
