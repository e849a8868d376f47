package ryot.vault.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes. It commits together what arrived while it was writing, so that many
 * writers share a sync, and at once when one comes alone.
 */
final class Committer implements AutoCloseable {
  private static final int QUEUE_MAX = 1_024;
  private static final int BATCH_REQUESTS_MAX = 256;
  private static final long BATCH_BYTES_MAX = 1 << 20;

  /** What waits for the thread. */
  private sealed interface Request {
    /** Changes that are made durable all or none. */
    record Append(List<Change> changes, CompletableFuture<@Nullable Void> done)
        implements Request {}

    /** Something that needs the log to stand still. */
    record Task(Runnable work) implements Request {}

    /** The end. */
    record Stop() implements Request {}
  }

  private final BlockingQueue<Request> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
  private final LogWriter writer;
  private final Executor background;
  private final Object life = new Object();
  private @Nullable Thread thread;
  private boolean closed;

  /**
   * @param background writes checkpoints that are due
   */
  Committer(LogWriter writer, Executor background) {
    this.writer = writer;
    this.background = background;
  }

  /** Queues changes; waits while the queue is full. */
  CompletableFuture<@Nullable Void> append(List<Change> changes) {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    enqueue(new Request.Append(List.copyOf(changes), done));
    return done;
  }

  /** Runs {@code task} between two commits and returns what it does. */
  <T extends @Nullable Object> T run(Callable<T> task) throws IOException {
    CompletableFuture<T> done = new CompletableFuture<>();
    enqueue(
        new Request.Task(
            () -> {
              try {
                done.complete(task.call());
              } catch (Exception e) {
                done.completeExceptionally(e);
              }
            }));
    return Waiting.on(done);
  }

  private void enqueue(Request request) {
    boolean interrupted = false;
    synchronized (life) {
      if (closed) {
        throw new IllegalStateException("the vault was closed");
      }
      if (thread == null) {
        thread = Thread.ofPlatform().name("vault-committer").daemon().start(this::serve);
      }
      while (true) {
        try {
          queue.put(request);
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve() {
    List<Request.Append> batch = new ArrayList<>();
    while (true) {
      Request request = take();
      long bytes = 0;
      while (request instanceof Request.Append append) {
        batch.add(append);
        bytes += bytes(append);
        boolean more = batch.size() < BATCH_REQUESTS_MAX && bytes < BATCH_BYTES_MAX;
        request = more ? queue.poll() : null;
      }
      commit(batch);
      batch.clear();
      switch (request) {
        case Request.Task task -> task.work().run();
        case Request.Stop _ -> {
          return;
        }
        case Request.Append _ -> throw new AssertionError("appends were taken");
        case null -> {}
      }
    }
  }

  private Request take() {
    while (true) {
      try {
        return queue.take();
      } catch (InterruptedException e) {
        // Nobody has a reason to interrupt this thread; whoever closes the log asks it to stop.
      }
    }
  }

  private static long bytes(Request.Append append) {
    long bytes = 0;
    for (Change change : append.changes()) {
      bytes += change.bytes();
    }
    return bytes;
  }

  private void commit(List<Request.Append> batch) {
    if (batch.isEmpty()) {
      return;
    }
    try {
      writer.commit(batch.stream().flatMap(append -> append.changes().stream()).toList());
      batch.forEach(append -> append.done().complete(null));
    } catch (IllegalArgumentException | VaultFullException e) {
      if (batch.size() == 1) {
        batch.getFirst().done().completeExceptionally(e);
      } else { // one that cannot be does not harm the others
        List.copyOf(batch).forEach(append -> commit(List.of(append)));
      }
      return;
    } catch (RuntimeException e) {
      batch.forEach(append -> append.done().completeExceptionally(e));
      return;
    }
    checkpointIfDue();
  }

  private void checkpointIfDue() {
    if (writer.isCheckpointDue()) {
      CheckpointTask begun = writer.beginCheckpoint(Set.of());
      background.execute(() -> writeCheckpoint(begun));
    }
  }

  /**
   * Nobody hears of a failure: a full disk is told of by the next commit that needs room, and a
   * failed write by every commit. What was acknowledged is safe without a checkpoint.
   */
  private void writeCheckpoint(CheckpointTask begun) {
    try {
      begun.write();
    } catch (IOException | RuntimeException e) {
      // Publishing it finds the same.
    }
    Request publish =
        new Request.Task(
            () -> {
              try {
                writer.publishCheckpoint(begun);
              } catch (RuntimeException e) {
                // As above.
              }
            });
    synchronized (life) {
      if (!closed) { // else the writer publishes it when it closes
        enqueue(publish);
      }
    }
  }

  /** Commits what is queued, and takes no more. */
  @Override
  public void close() {
    Thread serving;
    synchronized (life) {
      if (closed) {
        return;
      }
      serving = thread;
      if (serving != null) {
        enqueue(new Request.Stop());
      }
      closed = true;
    }
    boolean interrupted = false;
    while (serving != null && serving.isAlive()) {
      try {
        serving.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
