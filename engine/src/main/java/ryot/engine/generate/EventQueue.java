package ryot.engine.generate;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import ryot.engine.generate.GenerationEvent.Finished;
import ryot.engine.generate.GenerationEvent.TextDelta;

/**
 * What lies between the engine thread, which writes, and the reader of one generation. The writer
 * never waits: it asks for room before it computes a token, and leaves the request alone while
 * there is none.
 */
final class EventQueue {

  private final int capacity;
  private final Runnable wakeWriter;
  private final ArrayDeque<GenerationEvent> events;
  private @Nullable Throwable failure;
  private boolean finishedTaken;
  private boolean closed;
  private volatile boolean cancelled;

  /** Whether the reader sleeps, or has been woken and has no core yet. */
  private volatile boolean asleep;

  /**
   * @param capacity how many tokens the writer may be ahead of the reader
   * @param wakeWriter called, on the reader's thread and without a lock held, when the writer may
   *     go on
   */
  EventQueue(int capacity, Runnable wakeWriter) {
    this.capacity = capacity;
    this.wakeWriter = wakeWriter;
    this.events = new ArrayDeque<>(capacity + 1);
  }

  // The writer's end.

  /** How many tokens there is room for. */
  synchronized int room() {
    return capacity - events.size();
  }

  boolean cancelled() {
    return cancelled;
  }

  /** Whether something lies here for a reader that has not woken up yet. */
  boolean wakesReader() {
    return asleep && room() < capacity;
  }

  void put(TextDelta delta) {
    append(delta);
  }

  /** Ends the stream; there is always room for this. */
  void finish(Finished finished) {
    append(finished);
  }

  /** Ends the stream: the reader gets what is queued, then the failure. */
  synchronized void fail(Throwable cause) {
    failure = cause;
    notifyAll();
  }

  private synchronized void append(GenerationEvent event) {
    if (!closed) {
      events.add(event);
      notifyAll();
    }
  }

  // The reader's end.

  GenerationEvent take() throws InterruptedException {
    GenerationEvent event;
    boolean wasFull;
    synchronized (this) {
      while (events.isEmpty() && failure == null && !finishedTaken && !closed) {
        asleep = true;
        wait();
      }
      asleep = false;
      if (events.isEmpty()) {
        throw ended();
      }
      wasFull = events.size() >= capacity;
      event = events.remove();
      finishedTaken = event instanceof Finished;
    }
    if (wasFull) {
      wakeWriter.run();
    }
    return event;
  }

  private RuntimeException ended() {
    if (closed) {
      return new IllegalStateException("this generation was closed; nothing more is read from it");
    }
    return failure != null
        ? new GenerationFailedException(failure)
        : new IllegalStateException("this generation has finished; Finished was its last event");
  }

  void cancel() {
    cancelled = true;
    wakeWriter.run();
  }

  /** Cancels and drops what is queued or comes yet. */
  void close() {
    synchronized (this) {
      closed = true;
      events.clear();
      notifyAll();
    }
    cancel();
  }
}
