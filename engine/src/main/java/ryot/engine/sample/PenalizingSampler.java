package ryot.engine.sample;

/**
 * Lowers (or raises) the logits of the tokens in a window over the last ones before another sampler
 * picks. The repetition penalty is that of CTRL (Keskar et al. 2019, section 4.1) with the sign
 * rule that makes negative logits fall too; presence and frequency are those of the OpenAI API.
 */
final class PenalizingSampler implements Sampler {

  private final float repetitionPenalty;
  private final float presencePenalty;
  private final float frequencyPenalty;
  private final Sampler next;

  /** The last tokens, a ring: {@code window[position]} is the oldest once it is full. */
  private final int[] window;

  private int position;
  private int filled;

  /** {@code [vocabulary]}: how often each token is in the window. */
  private final int[] counts;

  private final float[] penalized;

  PenalizingSampler(SamplingOptions options, int vocabularySize, Sampler next) {
    this.repetitionPenalty = options.repetitionPenalty();
    this.presencePenalty = options.presencePenalty();
    this.frequencyPenalty = options.frequencyPenalty();
    this.next = next;
    this.window = new int[options.repetitionWindow()];
    this.counts = new int[vocabularySize];
    this.penalized = new float[vocabularySize];
  }

  @Override
  public int sample(float[] logits, int offset) {
    if (offset < 0 || logits.length - offset < penalized.length) {
      return next.sample(logits, offset); // which says what is wrong
    }
    System.arraycopy(logits, offset, penalized, 0, penalized.length);
    for (int i = 0; i < filled; i++) {
      int token = window[i]; // a token met twice is computed twice, from the same logit
      penalized[token] = penalize(logits[offset + token], counts[token]);
    }
    return next.sample(penalized, 0);
  }

  private float penalize(float logit, int count) {
    float repeated = logit > 0 ? logit / repetitionPenalty : logit * repetitionPenalty;
    return repeated - presencePenalty - count * frequencyPenalty;
  }

  @Override
  public void accept(int token) {
    if (filled == window.length) {
      counts[window[position]]--;
    } else {
      filled++;
    }
    window[position] = token;
    counts[token]++;
    position = position + 1 == window.length ? 0 : position + 1;
    next.accept(token);
  }
}
