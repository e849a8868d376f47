package ryot.engine.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
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

  /** What ends the thread. */
  private static final PrefixQuery LAST = new PrefixQuery(new int[0], 0, 0);

  private final StoredPrefixes prefixes;
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

  private PrefixReader(StoredPrefixes prefixes, Runnable wakeEngine) {
    this.prefixes = prefixes;
    this.wakeEngine = wakeEngine;
    this.thread = Thread.ofPlatform().name("ryot-prefix-reader").daemon().unstarted(this::work);
  }

  /**
   * A reader with its thread.
   *
   * @param wakeEngine called when an answer has come
   */
  static PrefixReader start(StoredPrefixes prefixes, Runnable wakeEngine) {
    PrefixReader reader = new PrefixReader(prefixes, wakeEngine);
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
      query.settle();
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
      for (PrefixQuery question = questions.take(); question != LAST; question = questions.take()) {
        current = question;
        KvPrefix answer = question.settled() ? KvPrefix.NONE : find(question);
        current = null;
        question.answer(answer);
        wakeEngine.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // by the store, of its own
    }
  }

  private KvPrefix find(PrefixQuery question) {
    try {
      int limit = question.text.length - 1;
      return prefixes.store().find(prefixes.origin().get(), question.text, question.known, limit);
    } catch (Throwable e) { // the store's root: its failure is a miss
      failures.incrementAndGet();
      return KvPrefix.NONE;
    }
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
