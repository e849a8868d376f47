package ryot.engine.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A model whose next token is a function of all tokens before it. It checks what a real model would
 * silently suffer from: steps from two threads at once, memory used after it was closed, chunks
 * that are too long.
 */
final class ScriptedModel implements SteppedModel {

  static final int VOCABULARY = 300;

  /** As a next token: the logits are NaN. */
  static final int NOT_A_NUMBER = -1;

  /** Tokens computed in each step, in order. */
  final ConcurrentLinkedQueue<Integer> steps = new ConcurrentLinkedQueue<>();

  final AtomicInteger openMemories = new AtomicInteger();

  private final ToIntFunction<int[]> next;
  private final float[] logits = new float[VOCABULARY];
  private final AtomicInteger stepping = new AtomicInteger();
  private volatile @Nullable Semaphore gate;
  private volatile int maxStepTokens = 512;

  ScriptedModel(ToIntFunction<int[]> next) {
    this.next = next;
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

  /** What {@link #chaotic} says after {@code prompt}. */
  static List<Integer> chaoticAnswer(int[] prompt, int count) {
    int[] history = prompt;
    List<Integer> answer = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int token = chaoticNext(history);
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
    maxStepTokens = tokens;
    return this;
  }

  List<Integer> steps() {
    return List.copyOf(steps);
  }

  @Override
  public int vocabularySize() {
    return VOCABULARY;
  }

  @Override
  public int maxStepTokens() {
    return maxStepTokens;
  }

  @Override
  public Memory newMemory() {
    openMemories.incrementAndGet();
    return new History();
  }

  private final class History implements Memory {

    private int[] tokens = new int[0];
    private boolean closed;

    @Override
    public float[] append(int[] source, int from, int to) {
      require(stepping.getAndIncrement() == 0, "two steps at once");
      require(!closed, "a step of a closed memory");
      require(to > from && to - from <= maxStepTokens, "a step of " + (to - from) + " tokens");
      Semaphore permits = gate;
      if (permits != null) {
        require(acquired(permits), "no permit for a step within a minute");
      }
      steps.add(to - from);
      int old = tokens.length;
      tokens = Arrays.copyOf(tokens, old + to - from);
      System.arraycopy(source, from, tokens, old, to - from);
      try {
        Arrays.fill(logits, 0);
        int token = next.applyAsInt(tokens);
        logits[Math.max(token, 0)] = token == NOT_A_NUMBER ? Float.NaN : 20;
      } finally {
        stepping.decrementAndGet();
      }
      return logits;
    }

    @Override
    public void truncate(int length) {
      require(!closed, "truncation of a closed memory");
      require(length <= tokens.length, "truncation to more than is held");
      tokens = Arrays.copyOf(tokens, length);
    }

    @Override
    public void close() {
      require(!closed, "closed twice");
      closed = true;
      openMemories.decrementAndGet();
    }
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
