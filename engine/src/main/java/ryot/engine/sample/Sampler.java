package ryot.engine.sample;

import java.util.random.RandomGeneratorFactory;

/**
 * Picks the next token of one sequence. Allocates nothing once created; one thread.
 *
 * <p>The caller tells it every token of the sequence by {@link #accept}, the prompt's and those it
 * has sampled itself, so that penalties can look back on them.
 */
public interface Sampler {

  /**
   * The id of the next token.
   *
   * @param logits {@code [vocabulary]} at {@code offset}, borrowed until return, not changed
   * @throws NonFiniteLogitsException if a logit is NaN or infinite
   */
  int sample(float[] logits, int offset);

  /** The same of logits that begin the array. */
  default int sample(float[] logits) {
    return sample(logits, 0);
  }

  /** Records that {@code token} is now the last one of the sequence. */
  void accept(int token);

  /**
   * A sampler at the beginning of its sequence and of its random numbers.
   *
   * @param vocabularySize length of the logits that it will be given
   */
  static Sampler create(SamplingOptions options, int vocabularySize) {
    Sampler sampler =
        options.temperature() == 0
            ? new GreedySampler(vocabularySize)
            : new DrawingSampler(
                LogitsFilter.chain(options),
                vocabularySize,
                RandomGeneratorFactory.of("L64X128MixRandom").create(options.seed()));
    return options.penalizes() ? new PenalizingSampler(options, vocabularySize, sampler) : sampler;
  }
}
