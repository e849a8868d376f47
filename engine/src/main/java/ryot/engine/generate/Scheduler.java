package ryot.engine.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import ryot.engine.cache.KvType;
import ryot.engine.model.Transformer;
import ryot.engine.sample.Sampler;
import ryot.engine.tokenizer.Tokenizer;

/**
 * The one engine thread and its loop: each turn takes the oldest request that can go on one step
 * further. A request whose reader is behind is passed over until there is room, so that a slow or
 * vanished reader holds up nobody else. Safe for use by many threads.
 */
public final class Scheduler implements AutoCloseable {

  private static final int MAX_UNFINISHED = 1024;
  private static final int QUEUED_EVENTS = 64;

  /** Tokens: enough for matrix products at full speed, few enough to be cancelled soon. */
  private static final int PREFILL_CHUNK = 512;

  private final SteppedModel model;
  private final @Nullable Tokenizer tokenizer;
  private final Run.Limits limits;
  private final Thread thread;

  /** Unfinished requests, oldest first; guarded by this, like what follows. */
  private final List<Run> runs = new ArrayList<>();

  private boolean closing;
  private @Nullable Throwable broken;

  private Scheduler(SteppedModel model, @Nullable Tokenizer tokenizer, int contextLength) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.limits = new Run.Limits(contextLength, model.maxStepTokens());
    this.thread = Thread.ofPlatform().name("ryot-engine").daemon().unstarted(this::work);
  }

  /**
   * A running scheduler for {@code transformer}, which it alone may step from now on.
   *
   * @param tokenizer the model's, for text and for knowing where it ends; null if it has none
   * @param kvType how sequences keep their keys and values
   * @param contextLength the most tokens a sequence may hold
   */
  public static Scheduler start(
      Transformer transformer, @Nullable Tokenizer tokenizer, KvType kvType, int contextLength) {
    return start(
        new TransformerModel(transformer, kvType, contextLength, PREFILL_CHUNK),
        tokenizer,
        contextLength);
  }

  static Scheduler start(SteppedModel model, @Nullable Tokenizer tokenizer, int contextLength) {
    Scheduler scheduler = new Scheduler(model, tokenizer, contextLength);
    scheduler.thread.start();
    return scheduler;
  }

  /** An empty sequence; the caller closes it. */
  public Sequence newSequence() {
    return new Sequence(this, model.newMemory());
  }

  /**
   * Queues a request. What {@code sequence} holds of the beginning of the prompt is not computed
   * again.
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
    Run run =
        new Run(
            request,
            sequence,
            limits,
            Sampler.create(request.sampling(), model.vocabularySize()),
            new TextStream(tokenizer, request.prompt(), request.stopStrings()),
            events);
    enqueue(run);
    return new Generation(events);
  }

  /**
   * Cancels what is unfinished, waits for the step that is being computed, and ends the thread.
   * Further calls do nothing.
   */
  @Override
  public void close() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    joinUninterruptibly();
  }

  /** Lets the engine thread look again at who can go on. */
  synchronized void wake() {
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
    if (prompt.length > limits.contextTokens()) {
      throw new PromptTooLongException(prompt.length, limits.contextTokens());
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
    if (runs.size() == MAX_UNFINISHED) {
      throw new RejectedExecutionException(
          MAX_UNFINISHED
              + " requests are unfinished: wait for some, and close those nobody reads any more");
    }
    runs.add(run);
    notifyAll();
  }

  private void work() {
    try {
      for (Run run = nextReady(); run != null; run = nextReady()) {
        if (stepOrFail(run)) {
          remove(run);
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

  private static boolean stepOrFail(Run run) {
    try {
      return run.step();
    } catch (Throwable cause) { // the root of a request: the reader gets it, the engine goes on
      run.fail(cause);
      return true;
    }
  }

  /** Waits for a request that can go on; null when closing. */
  private synchronized @Nullable Run nextReady() throws InterruptedException {
    while (!closing) {
      for (int i = 0; i < runs.size(); i++) {
        if (runs.get(i).ready()) {
          return runs.get(i);
        }
      }
      wait();
    }
    return null;
  }

  private synchronized void remove(Run run) {
    runs.remove(run);
  }

  private synchronized List<Run> takeAll(@Nullable Throwable cause) {
    closing = true;
    broken = cause;
    List<Run> taken = List.copyOf(runs);
    runs.clear();
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
