package ryot.vault.log;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What a log does beside its commits, at times that a test knows: at once, or when the test says
 * so. What is never run here the log does itself when it needs it.
 */
final class Background extends AbstractExecutorService {
  private final boolean held;
  private final List<Runnable> waiting = new ArrayList<>();
  private boolean shut;

  private Background(boolean held) {
    this.held = held;
  }

  /** Everything at once, on the thread that asks for it. */
  static Background immediate() {
    return new Background(false);
  }

  /** Nothing before {@link #run}. */
  static Background held() {
    return new Background(true);
  }

  @Override
  public void execute(Runnable task) {
    if (held) {
      synchronized (waiting) {
        waiting.add(task);
      }
    } else {
      task.run();
    }
  }

  /** Runs what waits; returns how much that was. */
  int run() {
    List<Runnable> due;
    synchronized (waiting) {
      due = List.copyOf(waiting);
      waiting.clear();
    }
    due.forEach(Runnable::run);
    return due.size();
  }

  @Override
  public void shutdown() {
    shut = true;
  }

  @Override
  public List<Runnable> shutdownNow() {
    shut = true;
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return shut;
  }

  @Override
  public boolean isTerminated() {
    return shut;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }
}
