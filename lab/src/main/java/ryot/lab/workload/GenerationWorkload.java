package ryot.lab.workload;

import java.util.function.LongSupplier;

/** Submits one prompt after another and stamps what comes back. Closed loop, one at a time. */
public final class GenerationWorkload implements Workload {

  private final MeasuredSystem system;
  private final PromptSource prompts;
  private final LongSupplier clockNanos;

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

  /**
   * One iteration with a prompt not used before. The prompt is made before the clock starts and the
   * sequence is given back after it has stopped.
   */
  @Override
  public Iteration iterate(int promptTokens, int generatedTokens) throws InterruptedException {
    int[] prompt = prompts.next(promptTokens);
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
