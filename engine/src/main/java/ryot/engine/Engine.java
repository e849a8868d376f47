package ryot.engine;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import ryot.engine.cache.KvLayout;
import ryot.engine.cache.KvOrigin;
import ryot.engine.cache.KvPagePool;
import ryot.engine.cache.PrefixStore;
import ryot.engine.generate.Generation;
import ryot.engine.generate.GenerationRequest;
import ryot.engine.generate.PrefixCounts;
import ryot.engine.generate.Scheduler;
import ryot.engine.generate.Sequence;
import ryot.engine.generate.StoredPrefixes;
import ryot.engine.load.LoadedModel;
import ryot.engine.load.ModelFingerprint;
import ryot.engine.load.ModelLoader;
import ryot.engine.model.ModelConfig;
import ryot.engine.tokenizer.Tokenizer;

/**
 * A model that is ready to generate. Safe for use by many threads; all computing happens on its own
 * engine thread and that thread's team, where requests that run at the same time share their steps.
 * Whoever opened it closes it.
 *
 * {@snippet :
 * try (Engine engine = Engine.open(file, EngineOptions.defaults());
 *     Sequence sequence = engine.newSequence();
 *     Generation generation = engine.submit(sequence, GenerationRequest.of(prompt))) {
 *   while (generation.next() instanceof TextDelta delta) {
 *     System.out.print(delta.text());
 *   }
 * }
 * }
 */
public final class Engine implements AutoCloseable {

  /**
   * Sequences of full length that the cache has room for at most, where the options leave its size
   * to the engine.
   */
  private static final int CONTEXTS_MAX = 8;

  /**
   * Sequences of full length whose pages the cache keeps at most after their requests, rather than
   * use them again, where the options leave its size to the engine.
   */
  private static final int CONTEXTS_KEPT = 2;

  private final LoadedModel model;
  private final Arena memory;
  private final Scheduler scheduler;
  private final int contextLength;
  private boolean closed;

  private Engine(LoadedModel model, Arena memory, Scheduler scheduler, int contextLength) {
    this.model = model;
    this.memory = memory;
    this.scheduler = scheduler;
    this.contextLength = contextLength;
  }

  /**
   * Opens a GGUF file and starts the engine thread. Malformed and unsupported files are refused as
   * {@link ModelLoader#load} says.
   *
   * @throws IllegalArgumentException if the options ask for more context than the model has, or for
   *     less memory than one sequence of that context takes
   */
  public static Engine open(Path file, EngineOptions options) throws IOException {
    return open(file, options, Optional.empty());
  }

  /**
   * As {@link #open(Path, EngineOptions)}, with a store that remembers keys and values beyond the
   * engine: a prompt whose beginning it knows is computed from where it differs, with the same
   * answer. What requests leave is handed to it behind their answers. The model's fingerprint, by
   * which the store tells models apart, is taken meanwhile; until it is there nothing is found.
   *
   * @param store borrowed: it is closed after the engine, which waits at most 30 seconds for it
   */
  public static Engine open(Path file, EngineOptions options, PrefixStore store)
      throws IOException {
    return open(file, options, Optional.of(store));
  }

  private static Engine open(Path file, EngineOptions options, Optional<PrefixStore> store)
      throws IOException {
    Optional<CompletableFuture<String>> fingerprint =
        store.map(_ -> ModelFingerprint.compute(file));
    LoadedModel model = ModelLoader.load(file, options.threads());
    @SuppressWarnings("MustBeClosed") // the opened engine owns and closes it
    Arena memory = Arena.ofShared();
    try {
      ModelConfig config = model.transformer().config();
      int contextLength = contextLength(options, config);
      KvLayout layout = new KvLayout(config.kvShape(), options.kvType());
      int pages = cachePages(options, layout, contextLength);
      int kept =
          options.cacheBytes() > 0 ? pages : CONTEXTS_KEPT * KvPagePool.pagesFor(contextLength);
      Optional<Future<KvOrigin>> origin =
          fingerprint.map(
              computed -> computed.thenApply(sha -> new KvOrigin(sha, model.arithmetic(), layout)));
      Scheduler scheduler =
          Scheduler.start(
              model.transformer(),
              model.tokenizer().orElse(null),
              new KvPagePool(layout, pages, kept, memory),
              contextLength,
              store.isEmpty() ? null : new StoredPrefixes(store.get(), origin.orElseThrow()));
      return new Engine(model, memory, scheduler, contextLength);
    } catch (RuntimeException | Error e) {
      memory.close();
      model.close();
      throw e;
    }
  }

  /**
   * How many pages the cache may have. Unless the options say, as many as the JVM's limit for
   * memory outside the heap (by default that of the heap) suggests: half of it, but room for one
   * sequence and no more than for {@link #CONTEXTS_MAX}. They are allocated as they are needed.
   */
  private static int cachePages(EngineOptions options, KvLayout layout, int contextLength) {
    long sequence = KvPagePool.pagesFor(contextLength);
    if (options.cacheBytes() > 0) {
      long pages = options.cacheBytes() / layout.pageBytes();
      return Math.clamp(pages, 1, Integer.MAX_VALUE);
    }
    long pages = Runtime.getRuntime().maxMemory() / 2 / layout.pageBytes();
    return (int) Math.clamp(pages, sequence, CONTEXTS_MAX * sequence);
  }

  private static int contextLength(EngineOptions options, ModelConfig config) {
    if (options.contextLength() > config.contextLength()) {
      throw new IllegalArgumentException(
          "a context of %d tokens was asked for, but the model has %d: ask for at most that"
              .formatted(options.contextLength(), config.contextLength()));
    }
    return options.contextLength() == 0 ? config.contextLength() : options.contextLength();
  }

  /** The model's shape. */
  public ModelConfig config() {
    return model.transformer().config();
  }

  /** The model's tokenizer; empty for a file without a vocabulary, which is fed token ids. */
  public Optional<Tokenizer> tokenizer() {
    return model.tokenizer();
  }

  /** The Jinja source of the file's chat template, where it has one. */
  public Optional<String> chatTemplateSource() {
    return model.chatTemplateSource();
  }

  /** Which kernels compute and why, in one line. */
  public String kernelDescription() {
    return model.kernelDescription();
  }

  /** The most tokens a sequence may hold, prompt and answer together. */
  public int contextLength() {
    return contextLength;
  }

  /** What the store of prefixes has been asked and given so far; nothing without one. */
  public PrefixCounts prefixCounts() {
    return scheduler.prefixCounts();
  }

  /** An empty sequence with a cache of its own; the caller closes it. */
  public Sequence newSequence() {
    return scheduler.newSequence();
  }

  /**
   * Queues a request that no other will continue, and returns its reader's end, which the caller
   * closes. What other requests' sequences hold, or held until lately, of the beginning of the
   * prompt is not computed again; only whole pages of 64 tokens count.
   *
   * @throws ryot.engine.generate.PromptTooLongException if the context cannot hold the prompt
   * @throws IllegalArgumentException if a token id is not in the vocabulary, or stop strings are
   *     asked of a model without a tokenizer
   * @throws java.util.concurrent.RejectedExecutionException if 1,024 requests are unfinished
   * @throws IllegalStateException once the engine is closed
   */
  public Generation submit(GenerationRequest request) {
    return scheduler.submit(request);
  }

  /**
   * Queues a request and returns its reader's end, which the caller closes. What {@code sequence}
   * already holds of the beginning of the prompt is not computed again, nor, by whole pages, what
   * other sequences hold.
   *
   * @throws ryot.engine.generate.PromptTooLongException if the context cannot hold the prompt
   * @throws IllegalArgumentException if a token id is not in the vocabulary, stop strings are asked
   *     of a model without a tokenizer, or the sequence is another engine's
   * @throws java.util.concurrent.RejectedExecutionException if 1,024 requests are unfinished
   * @throws IllegalStateException once the engine or the sequence is closed
   */
  public Generation submit(Sequence sequence, GenerationRequest request) {
    return scheduler.submit(sequence, request);
  }

  /** Cancels what is unfinished, ends the engine thread and closes the file. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      scheduler.close();
      model.close();
      memory.close();
    }
  }
}
