package ryot.lab.plan;

/**
 * One series of iterations over prompts of one length.
 *
 * @param name short and unique within the experiment, such as {@code ttft_32}
 * @param promptTokens exact length of each prompt, template included
 * @param generatedTokens exact number of tokens generated in each iteration
 * @param primary whether this is the benchmark's own series; the others stand beside it
 */
public record SeriesPlan(
    String name,
    int promptTokens,
    int generatedTokens,
    boolean primary,
    WarmUp warmUp,
    Budget budget) {

  /** Iterations that it is sure to have or may go on to, the warm-up's included. */
  public int foreseeableIterations() {
    int last = budget.looks().isEmpty() ? 0 : budget.looks().getLast();
    return warmUp.maxIterations() + Math.max(budget.minIterations(), last);
  }
}
