package ryot.engine.kernel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fixed team of platform threads that runs one task at a time in parts, the caller taking part 0.
 * A small model hands over more than a hundred times a token, so workers spin for a moment between
 * tasks (a hand-over then takes under a microsecond) before they park.
 *
 * <p>One thread calls; {@link #close} ends the workers.
 */
public final class WorkerTeam implements AutoCloseable {

  /**
   * What every worker does: its own part of the work on {@code context}. Made once and run often,
   * so that a step allocates nothing.
   */
  @FunctionalInterface
  public interface Task<C> {
    /** Runs part {@code part} of {@code parts}. */
    void run(C context, int part, int parts);
  }

  /** About 20 to 50 microseconds: longer than the gap between two steps of a layer. */
  private static final int SPINS_BEFORE_PARK = 2_000;

  /**
   * The caller waits for parts that are running; after this many spins it lets others have the
   * core.
   */
  private static final int SPINS_BEFORE_YIELD = 2_000;

  private final Worker[] workers;
  private final AtomicInteger pending = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /** What this round is about; published by {@link #round}. */
  private Task<?> task = (context, part, parts) -> {};

  private Object context = task;
  private final AtomicInteger round = new AtomicInteger();
  private volatile boolean closed;

  /** A team of {@code size} parts, the caller included: {@code size - 1} threads are started. */
  public static WorkerTeam start(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("a team has at least 1 member, not " + size);
    }
    WorkerTeam team = new WorkerTeam(size);
    for (Worker worker : team.workers) {
      worker.thread.start();
    }
    return team;
  }

  private WorkerTeam(int size) {
    workers = new Worker[size - 1];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker(i + 1);
    }
  }

  /** Parts a task is divided into. */
  public int size() {
    return workers.length + 1;
  }

  /**
   * Runs all parts of {@code task} and returns when all are done.
   *
   * @throws IllegalStateException if a part failed, with the cause; all parts have ended
   */
  public <C> void run(Task<C> task, C context) {
    if (workers.length == 0) {
      task.run(context, 0, 1);
      return;
    }
    if (closed) {
      throw new IllegalStateException("the team is closed");
    }
    this.task = task;
    this.context = context;
    pending.set(workers.length);
    round.incrementAndGet();
    for (Worker worker : workers) {
      worker.wake();
    }
    attempt(0);
    awaitParts();
    Throwable cause = failure.getAndSet(null);
    if (cause != null) {
      throw new IllegalStateException("a worker failed: " + cause, cause);
    }
  }

  /**
   * Part {@code part} of {@code parts} of {@code count} things begins here; it ends where the next
   * begins.
   */
  public static int partStart(int count, int part, int parts) {
    return (int) ((long) count * part / parts);
  }

  /** As {@link #partStart(int, int, int)}, at a multiple of {@code unit} or the end. */
  public static int partStart(int count, int part, int parts, int unit) {
    int units = (count + unit - 1) / unit;
    return Math.min(count, partStart(units, part, parts) * unit);
  }

  // A part that is late has lost its core; yielding may be what gives it one back.
  @SuppressWarnings("ThreadPriorityCheck")
  private void awaitParts() {
    for (int spins = 0; pending.get() != 0; spins++) {
      if (spins < SPINS_BEFORE_YIELD) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
  }

  private void attempt(int part) {
    try {
      runPart(task, part);
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
    }
  }

  @SuppressWarnings("unchecked") // run() takes a task and its own kind of context
  private <C> void runPart(Task<C> task, int part) {
    task.run((C) context, part, size());
  }

  @Override
  public void close() {
    closed = true;
    for (Worker worker : workers) {
      LockSupport.unpark(worker.thread);
    }
    for (Worker worker : workers) {
      boolean interrupted = false;
      while (worker.thread.isAlive()) {
        try {
          worker.thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** One thread: waits for a round, runs its part, says so. */
  private final class Worker implements Runnable {
    private final int part;
    private final Thread thread;
    private volatile boolean parked;

    Worker(int part) {
      this.part = part;
      this.thread = Thread.ofPlatform().daemon().name("ryot-worker-" + part).unstarted(this);
    }

    /** Called after {@code round} was raised: a parked worker sees either the flag or the round. */
    void wake() {
      if (parked) {
        LockSupport.unpark(thread);
      }
    }

    @Override
    public void run() {
      int done = 0;
      while (awaitRound(done)) {
        done++;
        attempt(part);
        pending.decrementAndGet();
      }
    }

    private boolean awaitRound(int done) {
      for (int spins = 0; round.get() == done; spins++) {
        if (closed) {
          return false;
        }
        if (spins < SPINS_BEFORE_PARK) {
          Thread.onSpinWait();
        } else {
          parked = true;
          if (round.get() == done && !closed) {
            LockSupport.park(WorkerTeam.this);
          }
          parked = false;
        }
      }
      return true;
    }
  }
}
