package ryot.lab.workload;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** Submits one prompt after another and stamps what comes back. Closed loop, one at a time. */
public final class GenerationWorkload implements Workload {

  private final MeasuredSystem system;
  private final PromptSource prompts;
  private final LongSupplier clockNanos;

  /** Made ahead, all of {@link #lengthAhead} tokens. */
  private final Deque<int[]> ahead = new ArrayDeque<>();

  private int lengthAhead;

  /**
   * Prompts from {@code prompts} to {@code system}.
   *
   * @param clockNanos a monotonic clock, {@code System::nanoTime} outside tests
   */
  public GenerationWorkload(MeasuredSystem system, PromptSource prompts, LongSupplier clockNanos) {
    this.system = system;
    this.prompts = prompts;
    this.clockNanos = clockNanos;
  }

  /** Making a prompt is tokenizing at least, which the compiler goes on improving for long. */
  @Override
  public void makeAhead(int promptTokens, int iterations) {
    ahead.clear();
    lengthAhead = promptTokens;
    for (int i = 0; i < iterations; i++) {
      ahead.add(prompts.next(promptTokens));
    }
  }

  private int[] prompt(int length) {
    return length == lengthAhead && !ahead.isEmpty() ? ahead.remove() : prompts.next(length);
  }

  /**
   * One iteration with a prompt not used before. The prompt is made before the clock starts and the
   * sequence is given back after it has stopped.
   */
  @Override
  public Iteration iterate(int promptTokens, int generatedTokens) throws InterruptedException {
    int[] prompt = prompt(promptTokens);
    long submitted = clockNanos.getAsLong();
    long first = 0;
    long last = 0;
    int tokens = 0;
    try (TokenStream stream = system.submit(prompt, generatedTokens)) {
      while (stream.next()) {
        last = clockNanos.getAsLong() - submitted;
        if (tokens == 0) {
          first = last;
        }
        tokens++;
      }
    }
    return new Iteration(first, last, tokens);
  }
}
