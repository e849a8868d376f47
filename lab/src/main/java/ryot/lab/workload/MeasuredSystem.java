package ryot.lab.workload;

import java.util.function.LongSupplier;

/** Something that continues prompts token by token, and so can be measured. One thread. */
public interface MeasuredSystem extends Measurable {

  /** Prompts of exact length in the system's own tokens, drawn by {@code seed}. */
  PromptSource prompts(long seed);

  /**
   * Submits a prompt to a fresh sequence. What it takes to make the sequence belongs to the
   * submission.
   *
   * @param prompt token ids
   * @param maxTokens exactly this many tokens are generated, whatever they are
   */
  TokenStream submit(int[] prompt, int maxTokens);

  @Override
  default Workload workload(long seed, LongSupplier clockNanos, Aside aside) {
    return new GenerationWorkload(this, MeteredPrompts.of(prompts(seed), aside), clockNanos);
  }
}
