package ryot.lab.bench;

/**
 * One thing that is timed: a prompt that is processed, or tokens that are generated.
 *
 * @param threads that compute
 * @param promptTokens tokens of the prompt; 0 if tokens are generated
 * @param generatedTokens tokens generated for each sequence; 0 if a prompt is processed
 * @param sequences sequences decoded together, a token each in every step; 1 for a prompt
 */
public record BenchCase(int threads, int promptTokens, int generatedTokens, int sequences) {

  /** Requires one of the two kinds. */
  public BenchCase {
    if (threads < 1 || sequences < 1 || promptTokens < 0 || generatedTokens < 0) {
      throw new IllegalArgumentException(
          "%d threads, %d sequences, %d and %d tokens"
              .formatted(threads, sequences, promptTokens, generatedTokens));
    }
    if ((promptTokens == 0) == (generatedTokens == 0) || (promptTokens > 0 && sequences > 1)) {
      throw new IllegalArgumentException(
          "a test processes one prompt or generates: %d and %d tokens, %d sequences"
              .formatted(promptTokens, generatedTokens, sequences));
    }
  }

  static BenchCase prompt(int threads, int tokens) {
    return new BenchCase(threads, tokens, 0, 1);
  }

  static BenchCase generation(int threads, int tokens, int sequences) {
    return new BenchCase(threads, 0, tokens, sequences);
  }

  /** Whether tokens are generated. */
  public boolean generates() {
    return generatedTokens > 0;
  }

  /** Tokens of all sequences. */
  public long tokens() {
    return promptTokens + (long) generatedTokens * sequences;
  }

  /** {@code pp512} and {@code tg128}, as llama-bench calls them. */
  public String label() {
    return generates() ? "tg" + generatedTokens : "pp" + promptTokens;
  }
}
