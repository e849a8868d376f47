package ryot.vault.log;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Waits for the log's own threads. */
final class Waiting {
  private Waiting() {}

  /**
   * The result, or the failure as if it had happened here. An interruption does not end the wait,
   * since what was asked for happens all the same; it is kept for later.
   */
  static <T extends @Nullable Object> T on(Future<T> done) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return done.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          Throwable cause = e.getCause();
          if (cause instanceof IOException io) {
            throw io;
          }
          if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
          }
          throw new IllegalStateException("a thread of the log failed", cause);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
