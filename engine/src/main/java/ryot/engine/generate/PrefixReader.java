package ryot.engine.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import ryot.engine.cache.KvOrigin;
import ryot.engine.cache.KvPagePool;
import ryot.engine.cache.KvPrefix;

/**
 * Asks a store for the beginnings of prompts, on a thread of its own, so that the engine thread
 * goes on with other requests meanwhile. Few answers are under way at a time, since each may be as
 * large as a context; who does not get one in time computes.
 */
final class PrefixReader implements AutoCloseable {

  /** Questions whose answers have not been taken over. */
  private static final int OUTSTANDING_MAX = 2;

  /** Tokens: what is gained by fewer is not worth the question. */
  static final int GAIN_MIN = 8;

  /** Pages that are at hand before they are asked for: those of 1,024 tokens. */
  private static final int READY_PAGES = 16;

  /** Bytes that they have at most, unless one alone has more. */
  private static final long READY_BYTES = 32 << 20;

  /** Without a question for so long, the thread is not in the way of the last one's first token. */
  private static final long REST_MILLIS = 500;

  /** What ends the thread. */
  private static final PrefixQuery LAST = new PrefixQuery(new int[0], 0, 0);

  private final StoredPrefixes prefixes;
  private final KvPagePool pool;
  private final Runnable wakeEngine;
  private final BlockingQueue<PrefixQuery> questions = new LinkedBlockingQueue<>();
  private final Thread thread;

  /** The engine thread's own. */
  private final List<PrefixQuery> outstanding = new ArrayList<>();

  /** What the store is being asked. */
  private volatile @Nullable PrefixQuery current;

  final AtomicLong asked = new AtomicLong();
  final AtomicLong hits = new AtomicLong();
  final AtomicLong restoredTokens = new AtomicLong();
  final AtomicLong failures = new AtomicLong();
  final AtomicLong late = new AtomicLong();

  private PrefixReader(StoredPrefixes prefixes, KvPagePool pool, Runnable wakeEngine) {
    this.prefixes = prefixes;
    this.pool = pool;
    this.wakeEngine = wakeEngine;
    this.thread = Thread.ofPlatform().name("ryot-prefix-reader").daemon().unstarted(this::work);
  }

  /**
   * A reader with its thread.
   *
   * @param pool whose pages the store fills
   * @param wakeEngine called when an answer has come
   */
  static PrefixReader start(StoredPrefixes prefixes, KvPagePool pool, Runnable wakeEngine) {
    PrefixReader reader = new PrefixReader(prefixes, pool, wakeEngine);
    reader.thread.start();
    return reader;
  }

  /**
   * Asks for the text of {@code run}, unless that has been done or is of no use. Engine thread
   * only, like all but the thread's own.
   *
   * @return whether the run need not wait for the store, or not any more
   */
  boolean ready(Run run) {
    PrefixQuery query = run.query();
    if (query != null) {
      if (query.settled() || query.answered()) {
        return true;
      }
      if (query.nanosLeft() > 0) {
        return false;
      }
      late.incrementAndGet();
      query.drop();
      return true;
    }
    if (run.entered() || run.unknown() < GAIN_MIN || stuck()) {
      return true;
    }
    outstanding.removeIf(PrefixQuery::settled);
    if (outstanding.size() < OUTSTANDING_MAX) {
      PrefixQuery question = run.ask();
      asked.incrementAndGet();
      outstanding.add(question);
      questions.add(question);
    }
    return false;
  }

  /** Whether the store has not answered the last question in time, and still does not. */
  private boolean stuck() {
    PrefixQuery question = current;
    return question != null && question.settled();
  }

  /** Nanoseconds until somebody has waited long enough; the largest number if nobody waits. */
  long nanosLeft() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < outstanding.size(); i++) {
      PrefixQuery query = outstanding.get(i);
      if (!query.settled() && !query.answered()) {
        least = Math.min(least, Math.max(0, query.nanosLeft()));
      }
    }
    return least;
  }

  /** Counts what a run has taken over. */
  void restored(int tokens) {
    if (tokens > 0) {
      hits.incrementAndGet();
      restoredTokens.addAndGet(tokens);
    }
  }

  private void work() {
    try {
      prepare();
      for (PrefixQuery question = next(); question != LAST; question = next()) {
        current = question;
        KvPrefix answer = question.settled() ? null : find(question);
        current = null;
        question.answer(answer);
        wakeEngine.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // by the store, of its own
    }
  }

  /** The next question; pages are made ready for it when the last answer has long been used. */
  private PrefixQuery next() throws InterruptedException {
    PrefixQuery question = questions.poll(REST_MILLIS, TimeUnit.MILLISECONDS);
    if (question == null) {
      prepare();
      question = questions.take();
    }
    return question;
  }

  /** Has pages at hand for the next answer, which would else begin by touching new memory. */
  private void prepare() {
    try {
      long fitting = READY_BYTES / pool.layout().pageBytes();
      pool.prepare(Math.clamp(fitting, 1, READY_PAGES));
    } catch (IllegalStateException | OutOfMemoryError e) {
      // the engine is closed, or memory is short: answers take what there is
    }
  }

  /** The answer, complete; null if nothing is known. */
  private @Nullable KvPrefix find(PrefixQuery question) {
    int[] text = question.text;
    int known = question.known;
    KvPrefix prefix = pool.newPrefix(known, text.length);
    try {
      KvOrigin origin = prefixes.origin().get();
      int tokens = prefixes.store().find(origin, text, known, text.length - 1, prefix::page);
      if (tokens > known) {
        prefix.complete(tokens);
        return prefix;
      }
    } catch (Throwable e) { // the store's root: its failure is a miss
      failures.incrementAndGet();
    }
    prefix.close();
    return null;
  }

  /**
   * Ends the thread when the store has answered; neither waits for that nor interrupts it, which
   * would close the files that the store reads.
   */
  @Override
  public void close() {
    questions.add(LAST);
  }
}
