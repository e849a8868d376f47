package ryot.cli;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/**
 * Shows how computing goes on: tokens so far and tokens a second, on a terminal in the status line
 * and else as a line every minute.
 */
final class TokenDisplay implements AutoCloseable {

  private static final long DRAW_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long PLAIN_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final StatusLine status;
  private final long began = System.nanoTime();
  private long shown = began;
  private long tokens;
  private String place = "";

  TokenDisplay(Terminal terminal) {
    status = new StatusLine(terminal);
  }

  /**
   * Counts {@code more} tokens.
   *
   * @throws UncheckedIOException if the thread is interrupted, which ends what computes
   */
  void accept(int more) {
    if (Thread.currentThread().isInterrupted()) {
      throw new UncheckedIOException(new InterruptedIOException("interrupted"));
    }
    tokens += more;
    long now = System.nanoTime();
    if (now - shown >= (status.live() ? DRAW_EVERY_NANOS : PLAIN_EVERY_NANOS)) {
      shown = now;
      String line =
          place
              + Figures.count(tokens)
              + " tokens, "
              + Figures.rate(tokens / ((now - began) / 1e9))
              + " tokens/s";
      if (status.live()) {
        status.draw(line);
      } else {
        status.milestone("ryot: " + line);
      }
    }
  }

  /** Shows how far a file has been read, before the tokens if there are any. */
  void place(String text) {
    place = text + "  ";
    if (tokens == 0) {
      status.draw(text);
    }
  }

  @Override
  public void close() {
    status.close();
  }
}
