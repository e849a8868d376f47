package ryot.lab.workload;

import ryot.lab.results.Subject;

/** Something that continues prompts token by token, and so can be measured. One thread. */
public interface MeasuredSystem extends AutoCloseable {

  /** What it is, for the report. */
  Subject description();

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
  void close();
}
