package ryot.engine.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import ryot.engine.cache.KvPagePool;
import ryot.engine.model.Transformer;
import ryot.engine.sample.Sampler;
import ryot.engine.tokenizer.Tokenizer;

/**
 * The one engine thread and its loop: each turn computes one step of all requests that can go on
 * ({@link StepPlan} says how much of each). A request whose reader is behind is passed over until
 * there is room, so that a slow or vanished reader holds up nobody else. Safe for use by many
 * threads.
 */
public final class Scheduler implements AutoCloseable {

  private static final int MAX_UNFINISHED = 1024;
  private static final int QUEUED_EVENTS = 64;

  /** Tokens: enough for matrix products at full speed, few enough to be cancelled soon. */
  private static final int STEP_TOKENS = 512;

  /** Requests in a step: beyond that, more of them only make each slower. */
  private static final int STEP_SLICES = 32;

  /** Rows of logits for drafted tokens: what one or two requests can use. */
  private static final int DRAFT_ROWS = 2 * PromptLookup.DRAFT_MAX;

  private final SteppedModel model;
  private final @Nullable Tokenizer tokenizer;
  private final int contextLength;
  private final IdleSequences idle = new IdleSequences();
  private final Thread thread;

  /** Null without a store, like the writer. */
  private final @Nullable PrefixReader reader;

  private final @Nullable PrefixWriter writer;

  /** The engine thread's own. */
  private final Residents residents;

  private final StepPlan plan;
  private final Steps steps;

  /** Submitted, but not seen by the engine thread yet; guarded by this, like what follows. */
  private final List<Run> arrivals = new ArrayList<>();

  private int unfinished;
  private long submitted;

  /** Whether something happened that may let a request go on. */
  private boolean woken;

  private boolean closing;
  private @Nullable Throwable broken;

  private Scheduler(
      SteppedModel model,
      @Nullable Tokenizer tokenizer,
      int contextLength,
      DraftCost draftCost,
      @Nullable StoredPrefixes prefixes) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.contextLength = contextLength;
    this.reader = prefixes == null ? null : PrefixReader.start(prefixes, model.pool(), this::wake);
    this.writer = prefixes == null ? null : PrefixWriter.start(prefixes, model.pool());
    this.residents = new Residents(model.pool(), idle, reader);
    this.plan = new StepPlan(model.limits(), draftCost);
    this.steps = new Steps(model, draftCost);
    this.thread = Thread.ofPlatform().name("ryot-engine").daemon().unstarted(this::work);
  }

  /**
   * A running scheduler for {@code transformer}, which it alone may step from now on.
   *
   * @param tokenizer the model's, for text and for knowing where it ends; null if it has none
   * @param pool where sequences keep their keys and values; the caller's, and used by nobody else
   * @param contextLength the most tokens a sequence may hold
   * @param prefixes remembers what was computed beyond the pool; null for nothing that does
   * @throws IllegalArgumentException if the pool has no room for one sequence of this length
   */
  public static Scheduler start(
      Transformer transformer,
      @Nullable Tokenizer tokenizer,
      KvPagePool pool,
      int contextLength,
      @Nullable StoredPrefixes prefixes) {
    int rows = STEP_SLICES + DRAFT_ROWS;
    int tokens = Math.max(rows, Math.min(STEP_TOKENS, contextLength));
    SteppedModel.StepLimits limits = new SteppedModel.StepLimits(tokens, STEP_SLICES, rows);
    return start(
        new TransformerModel(transformer, pool, limits),
        tokenizer,
        contextLength,
        DraftCost.measured(),
        prefixes);
  }

  static Scheduler start(
      SteppedModel model,
      @Nullable Tokenizer tokenizer,
      int contextLength,
      DraftCost draftCost,
      @Nullable StoredPrefixes prefixes) {
    int pages = KvPagePool.pagesFor(contextLength);
    if (pages > model.pool().maxPages()) {
      throw new IllegalArgumentException(
          "a context of %d tokens needs %d pages of keys and values, but there are %d: give them more memory, or shorten the context"
              .formatted(contextLength, pages, model.pool().maxPages()));
    }
    Scheduler scheduler = new Scheduler(model, tokenizer, contextLength, draftCost, prefixes);
    scheduler.thread.start();
    return scheduler;
  }

  /** An empty sequence; the caller closes it. */
  public Sequence newSequence() {
    return newSequence(false);
  }

  private Sequence newSequence(boolean temporary) {
    return new Sequence(this, model.pool().newCache(contextLength), idle, temporary);
  }

  /**
   * Queues a request that no other will continue. What other requests' pages hold of the beginning
   * of its prompt is not computed again.
   *
   * @throws PromptTooLongException if the context cannot hold the prompt
   * @throws IllegalArgumentException if a token id is not in the vocabulary, or stop strings are
   *     asked of a model without a tokenizer
   * @throws RejectedExecutionException if 1,024 requests are unfinished
   * @throws IllegalStateException once closed
   */
  public Generation submit(GenerationRequest request) {
    return submit(newSequence(true), request);
  }

  /**
   * Queues a request. What {@code sequence} or other requests' pages hold of the beginning of the
   * prompt is not computed again.
   *
   * @throws PromptTooLongException if the context cannot hold the prompt
   * @throws IllegalArgumentException if a token id is not in the vocabulary, stop strings are asked
   *     of a model without a tokenizer, or the sequence is another engine's
   * @throws RejectedExecutionException if 1,024 requests are unfinished
   * @throws IllegalStateException once closed
   */
  public Generation submit(Sequence sequence, GenerationRequest request) {
    requireValid(sequence, request);
    EventQueue events = new EventQueue(QUEUED_EVENTS, this::wake);
    TextStream text = new TextStream(tokenizer, request.prompt(), request.stopStrings());
    Sampler sampler = Sampler.create(request.sampling(), model.vocabularySize());
    RunOutput output = new RunOutput(request, text, events);
    enqueue(new Run(request, sequence, contextLength, sampler, output, writer));
    return new Generation(events);
  }

  /**
   * Cancels what is unfinished, waits for the step that is being computed, and ends the thread.
   * With a store it also waits until that has what finished requests left, but at most 30 seconds.
   * Further calls do nothing.
   */
  @Override
  public void close() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    joinUninterruptibly();
    if (reader != null && writer != null) {
      reader.close();
      writer.close();
    }
  }

  /** What the store has been asked and given; nothing without one. */
  public PrefixCounts prefixCounts() {
    if (reader == null || writer == null) {
      return PrefixCounts.NONE;
    }
    return new PrefixCounts(
        reader.asked.get(),
        reader.hits.get(),
        reader.restoredTokens.get(),
        reader.failures.get() + writer.failures.get(),
        reader.late.get(),
        writer.keptPages.get(),
        writer.droppedTexts.get());
  }

  /** Lets the engine thread look again at who can go on. */
  synchronized void wake() {
    woken = true;
    notifyAll();
  }

  private void requireValid(Sequence sequence, GenerationRequest request) {
    if (!sequence.belongsTo(this)) {
      throw new IllegalArgumentException("the sequence belongs to another engine");
    }
    if (sequence.closed()) {
      throw new IllegalStateException("the sequence is closed; ask the engine for a new one");
    }
    if (tokenizer == null && !request.stopStrings().isEmpty()) {
      throw new IllegalArgumentException(
          "stop strings need text, and this model has no tokenizer: use stop tokens");
    }
    int[] prompt = request.prompt();
    if (prompt.length > contextLength) {
      throw new PromptTooLongException(prompt.length, contextLength);
    }
    requireTokens("prompt", prompt);
    requireTokens("stopTokens", request.stopTokens());
  }

  private void requireTokens(String name, int[] tokens) {
    for (int i = 0; i < tokens.length; i++) {
      if (tokens[i] < 0 || tokens[i] >= model.vocabularySize()) {
        throw new IllegalArgumentException(
            "%s[%d] is %d, but the model's token ids run from 0 to %d"
                .formatted(name, i, tokens[i], model.vocabularySize() - 1));
      }
    }
  }

  private synchronized void enqueue(Run run) {
    if (broken != null) {
      throw new IllegalStateException("the engine is closed, because it broke: " + broken, broken);
    }
    if (closing) {
      throw new IllegalStateException("the engine is closed");
    }
    if (unfinished == MAX_UNFINISHED) {
      throw new RejectedExecutionException(
          MAX_UNFINISHED
              + " requests are unfinished: wait for some, and close those nobody reads any more");
    }
    run.number(submitted++);
    unfinished++;
    arrivals.add(run);
    notifyAll();
  }

  private void work() {
    try {
      while (takeArrivals()) {
        residents.endCancelled();
        removeEnded();
        residents.admit();
        if (plan.allot(residents.admitted())) {
          residents.reserve();
          steps.compute(residents.admitted());
          removeEnded();
        } else {
          awaitChange();
        }
      }
      for (Run run : takeAll(null)) {
        run.finish(StopReason.CANCELLED);
      }
    } catch (Throwable cause) { // the thread's root: whoever waits must hear of it
      for (Run run : takeAll(cause)) {
        run.fail(cause);
      }
    }
  }

  /** Hands over what has been submitted; false when closing. */
  private synchronized boolean takeArrivals() {
    for (int i = 0; i < arrivals.size(); i++) {
      residents.arrive(arrivals.get(i));
    }
    arrivals.clear();
    woken = false;
    return !closing;
  }

  /** Until something happens, or somebody has waited long enough for a store. */
  private synchronized void awaitChange() throws InterruptedException {
    long nanosLeft = reader == null ? Long.MAX_VALUE : reader.nanosLeft();
    while (!woken && !closing && arrivals.isEmpty()) {
      if (nanosLeft < Long.MAX_VALUE) {
        wait(1 + nanosLeft / 1_000_000);
        return;
      }
      wait();
    }
  }

  private void removeEnded() {
    int count = residents.removeEnded();
    if (count > 0) {
      synchronized (this) {
        unfinished -= count;
      }
    }
  }

  private synchronized List<Run> takeAll(@Nullable Throwable cause) {
    closing = true;
    broken = cause;
    List<Run> taken = residents.takeAll();
    taken.addAll(arrivals);
    arrivals.clear();
    taken.removeIf(Run::ended);
    return taken;
  }

  private void joinUninterruptibly() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
