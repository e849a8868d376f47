package ryot.lang.reduce;

import java.util.List;

/** What reduction asks of a language model. Used by one thread at a time. */
public interface ScoringModel {

  /** How many tokens {@code text} is for this model. */
  int tokenCount(String text);

  /**
   * The information of each of {@code pieces}, in bits: {@code -log2} of the probability that the
   * model gives it after those before it, as many of them as its context holds.
   *
   * @return as many numbers, each 0 or more and finite
   */
  double[] information(List<String> pieces);

  /**
   * The bits of {@code text} if {@code given} stands before it.
   *
   * @param given may be empty
   */
  double information(String text, String given);
}
