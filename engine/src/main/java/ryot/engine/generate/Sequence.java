package ryot.engine.generate;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import ryot.engine.cache.KvCache;
import ryot.engine.cache.KvPrefix;
import ryot.engine.model.Batch;

/**
 * A text that grows: the tokens whose keys and values the engine holds, so that a request which
 * begins with them computes only what is new. Serves one request at a time; others wait their turn.
 * While it is idle the engine may take its memory back for requests that need it; it then begins
 * anew, which costs time and nothing else. Whoever asked for it closes it. Safe for use by many
 * threads.
 */
public final class Sequence implements AutoCloseable {

  private final Scheduler scheduler;
  private final KvCache cache;
  private final IdleSequences idle;

  /** Whether it closes with the request that it was made for. */
  private final boolean temporary;

  private int[] tokens = new int[64];
  private int length;
  private @Nullable Run user;
  private boolean resetWhenFree;
  private boolean closed;

  Sequence(Scheduler scheduler, KvCache cache, IdleSequences idle, boolean temporary) {
    this.scheduler = scheduler;
    this.cache = cache;
    this.idle = idle;
    this.temporary = temporary;
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

  /** Pages that are to be taken so that it holds {@code total} tokens, the first of them known. */
  synchronized int missingPages(int[] known, int knownLength, int total) {
    return cache.missingPages(known, knownLength, total);
  }

  /** Tokens held. */
  synchronized int length() {
    return length;
  }

  /** Pages held. */
  synchronized int pageCount() {
    return cache.pageCount();
  }

  /**
   * Begins to serve {@code run}, whose text is {@code text[0, textLength)}: holds as many of its
   * tokens as it begins with itself or other sequences' pages hold, but never the last, whose
   * logits nobody has kept.
   *
   * @return false if it has just been closed
   */
  synchronized boolean enter(Run run, int[] text, int textLength) {
    if (closed) {
      return false;
    }
    user = run;
    idle.remove(this);
    int mismatch = Arrays.mismatch(tokens, 0, length, text, 0, textLength);
    int common = mismatch < 0 ? Math.min(length, textLength) : mismatch;
    int kept = Math.min(common, textLength - 1);
    cache.truncate(kept);
    length = kept;
    adopt(text, textLength);
    return true;
  }

  /**
   * Takes over pages that hold what comes next in the text.
   *
   * @return tokens held now
   */
  synchronized int adopt(int[] text, int textLength) {
    record(text, cache.adopt(text, textLength - 1));
    return length;
  }

  /**
   * How many tokens of {@code text[0, textLength)} but the last would be held after {@link #enter}.
   */
  synchronized int known(int[] text, int textLength) {
    int mismatch = Arrays.mismatch(tokens, 0, length, text, 0, textLength - 1);
    int common = mismatch < 0 ? Math.min(length, textLength - 1) : mismatch;
    return Math.max(common, cache.knownTokens(text, textLength - 1));
  }

  /**
   * Takes over what a store gave back of the text.
   *
   * @return how many tokens more than before are held
   */
  synchronized int restore(KvPrefix prefix, int[] text, int textLength) {
    int before = length;
    int held = cache.restore(prefix, text, textLength - 1);
    length = Math.min(length, held); // a page begun may have had to go
    record(text, held);
    return Math.max(0, held - before);
  }

  /** A copy of the page that its last token is in, of which it holds at least one. */
  synchronized MemorySegment copyLastPage() {
    MemorySegment page = cache.page((length - 1) / KvCache.PAGE);
    return MemorySegment.ofArray(page.toArray(ValueLayout.JAVA_BYTE));
  }

  boolean tryReserve(int count) {
    return cache.tryReserve(count);
  }

  /** Adds {@code text[length, to)} to the step. */
  void join(Batch batch, int[] text, int to, Batch.Logits logits) {
    batch.add(cache, text, cache.length(), to, logits);
  }

  /**
   * The step is done: {@code text[0, to)} is held, which others may have, and what the step
   * computed behind it is forgotten.
   */
  synchronized void computed(int[] text, int to) {
    cache.truncate(to);
    record(text, to);
    cache.share(text);
  }

  private void record(int[] text, int to) {
    if (to > tokens.length) {
      tokens = Arrays.copyOf(tokens, Math.max(to, 2 * tokens.length));
    }
    if (to > length) {
      System.arraycopy(text, length, tokens, length, to - length);
    }
    length = to;
  }

  /**
   * Ends serving {@code run}, if it was being served.
   *
   * @param trusted whether what it holds can be gone on with; after a failure nobody knows
   */
  synchronized void leave(Run run, boolean trusted) {
    if (user != run) {
      return;
    }
    user = null;
    closed |= temporary;
    if (closed) {
      release();
    } else if (resetWhenFree || !trusted) {
      forget();
    } else if (length > 0) {
      idle.add(this);
    }
    resetWhenFree = false;
  }

  /**
   * Lets go of the pages of the request that it serves; those that are full can still be found by
   * their tokens.
   */
  synchronized void preempt() {
    cache.truncate(0); // also if it has just been closed, which releases them only in the end
    length = 0;
  }

  /** The same, if it serves none. */
  synchronized void reclaim() {
    if (user == null) {
      forget();
    }
  }

  private void forget() {
    if (!closed) {
      cache.truncate(0);
      length = 0;
      idle.remove(this);
    }
  }

  private void release() {
    cache.close();
    length = 0;
    idle.remove(this);
  }
}
