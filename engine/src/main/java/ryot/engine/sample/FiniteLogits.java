package ryot.engine.sample;

/** What every sampler checks before it trusts the model's output. */
final class FiniteLogits {

  private FiniteLogits() {}

  /**
   * The highest of the {@code count} logits at {@code offset}, none of which is NaN or infinite.
   *
   * @throws IllegalArgumentException if there are not as many
   * @throws NonFiniteLogitsException naming the first that is not finite
   */
  static float highest(float[] logits, int offset, int count) {
    if (offset < 0 || logits.length - offset < count) {
      throw new IllegalArgumentException(
          "expected the logits of %d tokens, got %d".formatted(count, logits.length - offset));
    }
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (int i = offset; i < offset + count; i++) { // min and max carry NaN to the end
      low = Math.min(low, logits[i]);
      high = Math.max(high, logits[i]);
    }
    if (!(Float.isFinite(low) && Float.isFinite(high))) {
      throw firstNonFinite(logits, offset, count);
    }
    return high;
  }

  private static NonFiniteLogitsException firstNonFinite(float[] logits, int offset, int count) {
    int token = 0;
    while (Float.isFinite(logits[offset + token])) {
      token++;
    }
    return new NonFiniteLogitsException(token, logits[offset + token], count);
  }
}
