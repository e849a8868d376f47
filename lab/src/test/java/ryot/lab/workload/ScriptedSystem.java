package ryot.lab.workload;

import java.util.function.IntToLongFunction;
import ryot.lab.results.Subject;

/**
 * A system whose answers take exactly as long as a script says, on a clock that stands still unless
 * the system moves it.
 */
public final class ScriptedSystem implements MeasuredSystem {

  private final IntToLongFunction firstTokenNanos;
  private final long tokenNanos;
  private long nowNanos = 1_000;
  private int submissions;
  private int shortfall;

  /**
   * The n-th answer's first token comes after {@code firstTokenNanos(n)}, every further one {@code
   * tokenNanos} later.
   */
  public ScriptedSystem(IntToLongFunction firstTokenNanos, long tokenNanos) {
    this.firstTokenNanos = firstTokenNanos;
    this.tokenNanos = tokenNanos;
  }

  /** Every answer lacks so many tokens. */
  public ScriptedSystem withShortfall(int tokens) {
    shortfall = tokens;
    return this;
  }

  /** The system's clock. */
  public long nanoTime() {
    return nowNanos;
  }

  /** Answers begun so far. */
  public int submissions() {
    return submissions;
  }

  @Override
  public Subject description() {
    return new Subject("scripted", "none", "none", 1, "F32", 1024, "random token ids", null);
  }

  @Override
  public PromptSource prompts(long seed) {
    return new RandomPrompts(1_000, seed);
  }

  @Override
  public TokenStream submit(int[] prompt, int maxTokens) {
    int number = submissions++;
    return new TokenStream() {
      private int sent;

      @Override
      public boolean next() {
        if (sent == maxTokens - shortfall) {
          return false;
        }
        nowNanos += sent == 0 ? firstTokenNanos.applyAsLong(number) : tokenNanos;
        sent++;
        return true;
      }

      @Override
      public void close() {
        nowNanos += 5_000;
      }
    };
  }

  @Override
  public void close() {}
}
