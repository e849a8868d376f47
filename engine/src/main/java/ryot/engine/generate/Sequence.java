package ryot.engine.generate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A text that grows: the tokens whose keys and values the engine holds, so that a request which
 * begins with them computes only what is new. Serves one request at a time; others wait their turn.
 * Whoever asked for it closes it. Safe for use by many threads.
 */
public final class Sequence implements AutoCloseable {

  private final Scheduler scheduler;
  private final SteppedModel.Memory memory;
  private int[] tokens = new int[64];
  private int length;
  private @Nullable Run user;
  private boolean resetWhenFree;
  private boolean closed;

  Sequence(Scheduler scheduler, SteppedModel.Memory memory) {
    this.scheduler = scheduler;
    this.memory = memory;
  }

  /**
   * A copy of the tokens held: of prompts and what was generated after them. The last generated
   * token is not among them: it has been picked, but nothing was computed from it yet.
   */
  public synchronized int[] tokens() {
    return Arrays.copyOf(tokens, length);
  }

  /** Forgets everything, at once or when the request that is being worked on has ended. */
  public synchronized void reset() {
    if (user == null) {
      forget();
    } else {
      resetWhenFree = true;
    }
  }

  /** Cancels the requests that use it or wait for it, and frees what it holds. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      if (user == null) {
        release();
      }
    }
    scheduler.wake();
  }

  boolean belongsTo(Scheduler other) {
    return scheduler == other;
  }

  synchronized boolean closed() {
    return closed;
  }

  // From here on: engine thread only.

  synchronized boolean freeFor(Run run) {
    return user == null || user == run;
  }

  synchronized int length() {
    return length;
  }

  /**
   * Begins to serve {@code run}.
   *
   * @return how many of the prompt's tokens need not be computed: as many as the sequence begins
   *     with, but never the last, whose logits nobody has kept
   */
  synchronized int enter(Run run, int[] prompt) {
    user = run;
    int mismatch = Arrays.mismatch(tokens, 0, length, prompt, 0, prompt.length);
    int common = mismatch < 0 ? prompt.length : mismatch;
    int kept = Math.min(common, prompt.length - 1);
    memory.truncate(kept);
    length = kept;
    return kept;
  }

  /** As {@link SteppedModel.Memory#append}. */
  float[] append(int[] source, int from, int to) {
    float[] logits = memory.append(source, from, to);
    synchronized (this) {
      int count = to - from;
      if (length + count > tokens.length) {
        tokens = Arrays.copyOf(tokens, Math.max(length + count, 2 * tokens.length));
      }
      System.arraycopy(source, from, tokens, length, count);
      length += count;
    }
    return logits;
  }

  /** Ends serving {@code run}, if it was being served. */
  synchronized void leave(Run run) {
    if (user != run) {
      return;
    }
    user = null;
    if (closed) {
      release();
    } else if (resetWhenFree) {
      forget();
    }
    resetWhenFree = false;
  }

  /** After a failure nobody knows what the memory holds. */
  synchronized void distrust() {
    resetWhenFree = true;
  }

  private void forget() {
    if (!closed) {
      memory.truncate(0);
      length = 0;
    }
  }

  private void release() {
    memory.close();
    length = 0;
  }
}
