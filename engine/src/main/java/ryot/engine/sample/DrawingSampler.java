package ryot.engine.sample;

import java.util.List;
import java.util.random.RandomGenerator;

/** Draws from what the filters leave, each token with its probability. */
final class DrawingSampler implements Sampler {

  private final List<LogitsFilter> filters;
  private final Candidates candidates;
  private final RandomGenerator random;

  DrawingSampler(List<LogitsFilter> filters, int vocabularySize, RandomGenerator random) {
    this.filters = filters;
    this.candidates = new Candidates(vocabularySize);
    this.random = random;
  }

  @Override
  public int sample(float[] logits, int offset) {
    candidates.load(logits, offset);
    for (int i = 0; i < filters.size(); i++) { // by index: an iterator would be garbage
      filters.get(i).apply(candidates);
    }
    return candidates.draw(random.nextDouble());
  }

  @Override
  public void accept(int token) {
    // Draws are independent of what came before; the penalties are PenalizingSampler's.
  }
}
