package ryot.engine.generate;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import ryot.engine.cache.KvCache;
import ryot.engine.cache.KvLayout;
import ryot.engine.cache.KvPagePool;
import ryot.engine.cache.KvShape;
import ryot.engine.cache.KvType;
import ryot.engine.model.Batch;

/**
 * A model whose next token is a function of all tokens before it. It keeps these in the cache, each
 * as the key of its position, and reads them from there, so that a page that is not what it should
 * be changes what is said. It also checks what a real model would silently suffer from: steps from
 * two threads at once, a sequence twice in a batch, steps that are too long.
 */
final class ScriptedModel implements SteppedModel {

  static final int VOCABULARY = 300;

  /** As a next token: the logits are NaN. */
  static final int NOT_A_NUMBER = -1;

  /** Tokens computed in each step, slice by slice. */
  final ConcurrentLinkedQueue<List<Integer>> steps = new ConcurrentLinkedQueue<>();

  private final ToIntFunction<int[]> next;
  private final AtomicInteger stepping = new AtomicInteger();
  private float[] logits = {};
  private KvPagePool pool = pool(4000);
  private StepLimits limits = new StepLimits(512, 32, 48);
  private volatile @Nullable Semaphore gate;

  ScriptedModel(ToIntFunction<int[]> next) {
    this.next = next;
  }

  private static KvPagePool pool(int pages) {
    return new KvPagePool(new KvLayout(new KvShape(1, 1, 1), KvType.F32), pages, Arena.ofAuto());
  }

  /** Says {@code text} byte by byte after any prompt of {@code promptLength} tokens, then ends. */
  static ScriptedModel saying(int promptLength, byte[] text) {
    return new ScriptedModel(
        history -> {
          int place = history.length - promptLength;
          return place >= 0 && place < text.length ? text[place] & 0xff : ByteTokenizer.END;
        });
  }

  /** Never ends; its next token depends on every token before, and is a letter. */
  static ScriptedModel chaotic() {
    return new ScriptedModel(ScriptedModel::chaoticNext);
  }

  /** Says phrases again and again, but not always the same after the same. */
  static ScriptedModel repetitive() {
    return new ScriptedModel(
        history -> {
          int last = history[history.length - 1];
          int before = history.length > 1 ? history[history.length - 2] : 0;
          boolean surprise = Math.floorMod(Arrays.hashCode(history), 7) == 0;
          return 'a' + Math.floorMod(last * 3 + before * 5 + (surprise ? 1 : 0), 26);
        });
  }

  /** What {@link #chaotic} says after {@code prompt}. */
  static List<Integer> chaoticAnswer(int[] prompt, int count) {
    return chaotic().answer(prompt, count);
  }

  /** What it says after {@code prompt}, found without computing anything. */
  List<Integer> answer(int[] prompt, int count) {
    int[] history = prompt;
    List<Integer> answer = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int token = next.applyAsInt(history);
      answer.add(token);
      history = Arrays.copyOf(history, history.length + 1);
      history[history.length - 1] = token;
    }
    return answer;
  }

  private static int chaoticNext(int[] history) {
    return 'a' + Math.floorMod(Arrays.hashCode(history) * 31, 26);
  }

  /** Each step from now on waits for a permit. */
  Semaphore gated() {
    Semaphore permits = new Semaphore(0);
    gate = permits;
    return permits;
  }

  ScriptedModel withMaxStepTokens(int tokens) {
    limits = new StepLimits(tokens, Math.min(32, tokens), Math.min(48, tokens));
    return this;
  }

  ScriptedModel withMaxSlices(int slices) {
    limits = new StepLimits(512, slices, slices);
    return this;
  }

  ScriptedModel withPages(int pages) {
    pool = pool(pages);
    return this;
  }

  /** Tokens computed in each slice of each step. */
  List<Integer> slices() {
    return steps.stream().flatMap(List::stream).toList();
  }

  @Override
  public int vocabularySize() {
    return VOCABULARY;
  }

  @Override
  public StepLimits limits() {
    return limits;
  }

  @Override
  public KvPagePool pool() {
    return pool;
  }

  @Override
  public float[] logits() {
    return logits;
  }

  @Override
  public int logitsOffset(int outputRow) {
    return outputRow * VOCABULARY;
  }

  @Override
  public void step(Batch batch) {
    require(stepping.getAndIncrement() == 0, "two steps at once");
    require(batch.size() <= limits.tokens(), "a step of " + batch.size() + " tokens");
    require(batch.sliceCount() <= limits.slices(), "a step of " + batch.sliceCount() + " slices");
    require(batch.outputRows() <= limits.outputRows(), batch.outputRows() + " rows of logits");
    Semaphore permits = gate;
    if (permits != null) {
      require(acquired(permits), "no permit for a step within a minute");
    }
    try {
      compute(batch);
    } finally {
      stepping.decrementAndGet();
    }
  }

  private void compute(Batch batch) {
    List<Integer> sizes = new ArrayList<>();
    List<KvCache> caches = new ArrayList<>();
    logits = new float[limits.outputRows() * VOCABULARY];
    for (int s = 0; s < batch.sliceCount(); s++) {
      Batch.Slice slice = batch.slice(s);
      require(!caches.contains(slice.cache()), "a sequence twice in a batch");
      caches.add(slice.cache());
      sizes.add(slice.size());
      int[] history = remember(slice);
      for (int row = 0; row < slice.outputRows(); row++) {
        int known = history.length - slice.outputRows() + row + 1;
        int token = next.applyAsInt(Arrays.copyOf(history, known));
        int at = logitsOffset(slice.outputRow() + row) + Math.max(token, 0);
        logits[at] = token == NOT_A_NUMBER ? Float.NaN : 20;
      }
    }
    steps.add(sizes);
    for (int s = 0; s < batch.sliceCount(); s++) {
      batch.slice(s).cache().advance(batch.slice(s).size());
    }
  }

  /** Puts the slice's tokens into its cache; returns all that the cache holds then. */
  private static int[] remember(Batch.Slice slice) {
    KvCache cache = slice.cache();
    cache.reserve(slice.size());
    for (int i = 0; i < slice.size(); i++) {
      int position = cache.length() + i;
      cache.write(0, position, new float[] {slice.token(i)}, 0, new float[] {position}, 0);
    }
    int[] history = new int[cache.length() + slice.size()];
    float[] keys = new float[KvCache.PAGE];
    float[] values = new float[KvCache.PAGE];
    for (int position = 0; position < history.length; position++) {
      int slot = position % KvCache.PAGE;
      if (slot == 0) {
        cache.keys(0, 0, position / KvCache.PAGE, keys);
        cache.values(0, 0, position / KvCache.PAGE, values);
      }
      require(values[slot] == position, "a page of another place");
      history[position] = (int) keys[slot];
    }
    return history;
  }

  private static boolean acquired(Semaphore permits) {
    try {
      return permits.tryAcquire(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }
}
