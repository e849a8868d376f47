package ryot.engine.sample;

/** The token with the highest logit; of equal ones the lowest id. Stateless. */
final class GreedySampler implements Sampler {

  private final int vocabularySize;

  GreedySampler(int vocabularySize) {
    this.vocabularySize = vocabularySize;
  }

  @Override
  public int sample(float[] logits, int offset) {
    float highest = FiniteLogits.highest(logits, offset, vocabularySize);
    int token = 0;
    while (logits[offset + token] != highest) {
      token++;
    }
    return token;
  }

  @Override
  public void accept(int token) {
    // The likeliest token does not depend on what came before.
  }
}
