package ryot.engine.generate;

import ryot.engine.cache.KvPagePool;
import ryot.engine.model.Batch;

/** What generation asks of a model: to take tokens and say what may follow. Engine thread only. */
interface SteppedModel {

  /**
   * The most that one step takes.
   *
   * @param tokens tokens in all slices
   * @param slices slices
   * @param outputRows rows of logits, at least one for each slice
   */
  record StepLimits(int tokens, int slices, int outputRows) {}

  /** Number of logits; token ids run from 0 to this minus one. Any thread. */
  int vocabularySize();

  StepLimits limits();

  /** Where the caches of all sequences take their pages. Any thread. */
  KvPagePool pool();

  /**
   * Appends the tokens of each slice to its cache and computes the logits it asks for.
   *
   * @throws RuntimeException if that is impossible; then no cache holds more than before
   */
  void step(Batch batch);

  /** The logits of the last step, row after row, {@code [vocabulary]} each. */
  float[] logits();

  /** Where row {@code outputRow} begins in {@link #logits}. */
  int logitsOffset(int outputRow);
}
