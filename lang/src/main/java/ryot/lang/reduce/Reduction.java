package ryot.lang.reduce;

import java.time.Duration;

/**
 * A reduced prompt and what it cost.
 *
 * @param text the prefix as it was, and what is left of the text
 * @param tokensBefore tokens of prefix and text
 * @param tokensAfter tokens of {@code text}, at most the budget
 * @param piecesDropped sentences and other pieces left out
 * @param pieces how many there were
 * @param elapsed the time that reduction took
 */
public record Reduction(
    String text,
    int tokensBefore,
    int tokensAfter,
    int piecesDropped,
    int pieces,
    Duration elapsed) {

  /** Tokens that need not be processed. */
  public int tokensSaved() {
    return tokensBefore - tokensAfter;
  }

  /**
   * The break-even: reduction saves time with a model that reads its prompt slower than this many
   * tokens a second, and costs time with a faster one. 0 if nothing was saved.
   */
  public double breakEvenTokensPerSecond() {
    double seconds = elapsed.toNanos() / 1e9;
    return seconds == 0 ? 0 : tokensSaved() / seconds;
  }
}
