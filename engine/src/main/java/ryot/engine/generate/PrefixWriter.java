package ryot.engine.generate;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import ryot.engine.cache.KvCache;
import ryot.engine.cache.KvOrigin;
import ryot.engine.cache.KvPagePool;
import ryot.engine.cache.PrefixStore;

/**
 * Hands the pages of finished requests to a store, on a thread of its own, behind the answers. Full
 * pages are copied from the pool one by one, as long as it still has them; what could not be handed
 * over in time is dropped, and computed again another time.
 */
final class PrefixWriter implements AutoCloseable {

  /**
   * What a request leaves.
   *
   * @param tokens the prompt and its answer, as far as keys and values are held
   * @param promptTokens how many of them are the prompt's
   * @param lastPage a copy of the last page, if that is not full
   * @param nanosPerToken what computing the prompt took for each token; 0 if nobody knows
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Text(
      int[] tokens, int promptTokens, @Nullable MemorySegment lastPage, long nanosPerToken) {}

  /** Texts that wait for the store; each may hold a page of its own. */
  private static final int QUEUED_MAX = 8;

  /** Tokens: shorter texts are computed as soon as they are loaded. */
  private static final int TEXT_MIN = 32;

  /** How long {@link #close} waits for the store. */
  private static final long CLOSING_MILLIS = 30_000;

  private final StoredPrefixes prefixes;
  private final KvPagePool pool;
  private final Thread thread;
  private final ArrayDeque<Text> texts = new ArrayDeque<>();
  private boolean closing;

  /** Whether the pool must not be touched any more. */
  private boolean detached;

  final AtomicLong keptPages = new AtomicLong();
  final AtomicLong droppedTexts = new AtomicLong();
  final AtomicLong failures = new AtomicLong();

  private PrefixWriter(StoredPrefixes prefixes, KvPagePool pool) {
    this.prefixes = prefixes;
    this.pool = pool;
    this.thread = Thread.ofPlatform().name("ryot-prefix-writer").daemon().unstarted(this::work);
  }

  /** A writer with its thread. */
  static PrefixWriter start(StoredPrefixes prefixes, KvPagePool pool) {
    PrefixWriter writer = new PrefixWriter(prefixes, pool);
    writer.thread.start();
    return writer;
  }

  /** Whether a text of {@code length} tokens would be taken now; if not for its length, counts. */
  synchronized boolean accepts(int length) {
    if (length < TEXT_MIN || closing) {
      return false;
    }
    if (texts.size() == QUEUED_MAX) {
      droppedTexts.incrementAndGet();
      return false;
    }
    return true;
  }

  /** Queues a text that was accepted just before, by the one thread that does both. */
  synchronized void write(Text text) {
    texts.add(text);
    notifyAll();
  }

  private synchronized @Nullable Text next() throws InterruptedException {
    while (texts.isEmpty() && !closing) {
      wait();
    }
    return texts.poll();
  }

  private void work() {
    try (Arena arena = Arena.ofShared()) { // a store may read by threads of its own
      KvOrigin origin = prefixes.origin().get();
      MemorySegment buffer = arena.allocate(pool.layout().pageBytes(), Long.BYTES);
      for (Text text = next(); text != null; text = next()) {
        try {
          write(origin, text, buffer);
        } catch (Throwable e) { // the store's root: what it did not take is computed again
          failures.incrementAndGet();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // by the store, of its own
      endWithout();
    } catch (ExecutionException e) { // nothing can be named
      failures.incrementAndGet();
      endWithout();
    }
  }

  private synchronized void endWithout() {
    closing = true;
    texts.clear();
  }

  private void write(KvOrigin origin, Text text, MemorySegment buffer) throws IOException {
    PrefixStore store = prefixes.store();
    int length = text.tokens.length;
    for (int end = KvCache.PAGE; end <= length; end += KvCache.PAGE) {
      int page = end / KvCache.PAGE - 1;
      boolean beginsAnswer = end > text.promptTokens && end - text.promptTokens < KvCache.PAGE;
      boolean copied = false;
      if (beginsAnswer && wants(store, origin, text, text.promptTokens)) {
        copied = copy(text, page, buffer);
        if (!copied) {
          return;
        }
        keep(store, origin, text, text.promptTokens, buffer);
      }
      if (store.wants(origin, text.tokens, end)) {
        if (!copied && !copy(text, page, buffer)) {
          return; // nor are the pages behind it there any more
        }
        keep(store, origin, text, end, buffer);
      }
    }
    if (text.lastPage != null) {
      int begun = length / KvCache.PAGE * KvCache.PAGE;
      if (text.promptTokens > begun
          && text.promptTokens < length
          && wants(store, origin, text, text.promptTokens)) {
        keep(store, origin, text, text.promptTokens, text.lastPage);
      }
      if (wants(store, origin, text, length)) {
        keep(store, origin, text, length, text.lastPage);
      }
    }
  }

  /** Whether a page that is begun only, up to {@code length}, is worth keeping. */
  private static boolean wants(PrefixStore store, KvOrigin origin, Text text, int length)
      throws IOException {
    return length % KvCache.PAGE >= PrefixReader.GAIN_MIN
        && store.wants(origin, text.tokens, length);
  }

  private synchronized boolean copy(Text text, int page, MemorySegment to) {
    return !detached && pool.copyPage(text.tokens, page, to);
  }

  /** As much of a page as its tokens take. */
  private MemorySegment packed(MemorySegment page, int tokens) {
    if (tokens == KvCache.PAGE) {
      return page;
    }
    byte[] packed = new byte[Math.toIntExact(pool.layout().bytes(tokens))];
    MemorySegment target = MemorySegment.ofArray(packed);
    pool.layout().pack(page, tokens, target);
    return target;
  }

  private void keep(PrefixStore store, KvOrigin origin, Text text, int length, MemorySegment page)
      throws IOException {
    int held = length - (length - 1) / KvCache.PAGE * KvCache.PAGE;
    store.keep(origin, text.tokens, length, packed(page, held), held * text.nanosPerToken);
    keptPages.incrementAndGet();
  }

  /**
   * Waits until what was accepted is handed over; after that time it is given up, but what the
   * store is doing is not interrupted.
   */
  @Override
  public void close() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    boolean interrupted = false;
    try {
      thread.join(CLOSING_MILLIS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    synchronized (this) {
      detached = true;
      texts.clear();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
