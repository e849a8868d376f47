package ryot.engine.sample;

/**
 * How the next token is picked from the model's logits. The steps run in this order, the default
 * order of llama.cpp: penalties, top-k, top-p, min-p, temperature, draw. Penalties come first
 * because they change which tokens are likely at all; the cheap cut (top-k) comes before those that
 * need probabilities; temperature comes last so that the filters judge the model's own distribution
 * and a hot temperature only spreads the draw among tokens that already passed.
 *
 * @param temperature 0 to 100: divides the logits before the draw; 0 is greedy: always the highest
 *     logit, of equal ones the lowest id
 * @param topK 0 or more: keep this many of the highest logits; 0 keeps all
 * @param topP 0 to 1: keep the fewest most likely tokens that together reach this probability, at
 *     least one; 1 keeps all
 * @param minP 0 to 1: keep the tokens at least this many times as likely as the likeliest; 0 keeps
 *     all
 * @param repetitionPenalty 0.01 to 100: a token seen in the window has its logit divided by this if
 *     positive, multiplied if not; 1 changes nothing
 * @param repetitionWindow 0 to 1,048,576: how many of the last tokens, the prompt's included, the
 *     three penalties look back on; 0 switches them off
 * @param presencePenalty -100 to 100 (customary: -2 to 2): taken once from the logit of each token
 *     in the window
 * @param frequencyPenalty -100 to 100 (customary: -2 to 2): taken from a token's logit once for
 *     each time it is in the window
 * @param seed seeds the draw (L64X128MixRandom, one uniform double a token): same seed, same
 *     logits, same tokens
 */
public record SamplingOptions(
    float temperature,
    int topK,
    float topP,
    float minP,
    float repetitionPenalty,
    int repetitionWindow,
    float presencePenalty,
    float frequencyPenalty,
    long seed) {

  private static final int MAX_WINDOW = 1 << 20;

  public SamplingOptions {
    requireRange("temperature", temperature, 0, 100);
    requireRange("topP", topP, 0, 1);
    requireRange("minP", minP, 0, 1);
    requireRange("repetitionPenalty", repetitionPenalty, 0.01f, 100);
    requireRange("presencePenalty", presencePenalty, -100, 100);
    requireRange("frequencyPenalty", frequencyPenalty, -100, 100);
    if (topK < 0) {
      throw new IllegalArgumentException("topK must be 0 (keep all) or more, is " + topK);
    }
    if (repetitionWindow < 0 || repetitionWindow > MAX_WINDOW) {
      throw new IllegalArgumentException(
          "repetitionWindow must be 0 (off) to " + MAX_WINDOW + ", is " + repetitionWindow);
    }
  }

  /** Always the likeliest token; no penalties. */
  public static SamplingOptions greedy() {
    return new SamplingOptions(0, 0, 1, 0, 1, 64, 0, 0, 0);
  }

  /**
   * A sensible draw: temperature 0.8, top-k 40, top-p 0.95, min-p 0.05, no penalties, window 64,
   * seed 0.
   */
  public static SamplingOptions defaults() {
    return new SamplingOptions(0.8f, 40, 0.95f, 0.05f, 1, 64, 0, 0, 0);
  }

  public SamplingOptions withTemperature(float value) {
    return new SamplingOptions(
        value,
        topK,
        topP,
        minP,
        repetitionPenalty,
        repetitionWindow,
        presencePenalty,
        frequencyPenalty,
        seed);
  }

  public SamplingOptions withTopK(int value) {
    return new SamplingOptions(
        temperature,
        value,
        topP,
        minP,
        repetitionPenalty,
        repetitionWindow,
        presencePenalty,
        frequencyPenalty,
        seed);
  }

  public SamplingOptions withTopP(float value) {
    return new SamplingOptions(
        temperature,
        topK,
        value,
        minP,
        repetitionPenalty,
        repetitionWindow,
        presencePenalty,
        frequencyPenalty,
        seed);
  }

  public SamplingOptions withMinP(float value) {
    return new SamplingOptions(
        temperature,
        topK,
        topP,
        value,
        repetitionPenalty,
        repetitionWindow,
        presencePenalty,
        frequencyPenalty,
        seed);
  }

  public SamplingOptions withRepetitionPenalty(float value) {
    return new SamplingOptions(
        temperature,
        topK,
        topP,
        minP,
        value,
        repetitionWindow,
        presencePenalty,
        frequencyPenalty,
        seed);
  }

  public SamplingOptions withRepetitionWindow(int value) {
    return new SamplingOptions(
        temperature,
        topK,
        topP,
        minP,
        repetitionPenalty,
        value,
        presencePenalty,
        frequencyPenalty,
        seed);
  }

  public SamplingOptions withPresencePenalty(float value) {
    return new SamplingOptions(
        temperature,
        topK,
        topP,
        minP,
        repetitionPenalty,
        repetitionWindow,
        value,
        frequencyPenalty,
        seed);
  }

  public SamplingOptions withFrequencyPenalty(float value) {
    return new SamplingOptions(
        temperature,
        topK,
        topP,
        minP,
        repetitionPenalty,
        repetitionWindow,
        presencePenalty,
        value,
        seed);
  }

  public SamplingOptions withSeed(long value) {
    return new SamplingOptions(
        temperature,
        topK,
        topP,
        minP,
        repetitionPenalty,
        repetitionWindow,
        presencePenalty,
        frequencyPenalty,
        value);
  }

  /** Whether any of the three penalties changes a logit. */
  boolean penalizes() {
    return repetitionWindow > 0
        && (repetitionPenalty != 1 || presencePenalty != 0 || frequencyPenalty != 0);
  }

  private static void requireRange(String name, float value, float low, float high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          name + " must be from " + low + " to " + high + ", is " + value);
    }
  }
}
