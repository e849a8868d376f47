package ryot.engine.sample;

/** What every sampler checks before it trusts the model's output. */
final class FiniteLogits {

  private FiniteLogits() {}

  /**
   * The highest of {@code logits}, none of which is NaN or infinite.
   *
   * @throws IllegalArgumentException if there are not exactly {@code vocabularySize} of them
   * @throws NonFiniteLogitsException naming the first that is not finite
   */
  static float highest(float[] logits, int vocabularySize) {
    if (logits.length != vocabularySize) {
      throw new IllegalArgumentException(
          "expected the logits of %d tokens, got %d".formatted(vocabularySize, logits.length));
    }
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (float logit : logits) { // min and max carry NaN to the end
      low = Math.min(low, logit);
      high = Math.max(high, logit);
    }
    if (!(Float.isFinite(low) && Float.isFinite(high))) {
      throw firstNonFinite(logits);
    }
    return high;
  }

  private static NonFiniteLogitsException firstNonFinite(float[] logits) {
    int token = 0;
    while (Float.isFinite(logits[token])) {
      token++;
    }
    return new NonFiniteLogitsException(token, logits[token], logits.length);
  }
}
