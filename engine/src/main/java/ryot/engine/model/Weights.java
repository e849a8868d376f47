package ryot.engine.model;

import java.util.List;
import java.util.Optional;
import ryot.engine.tensor.Tensor;

/**
 * The tensors of a model, borrowed from the file. Matrices are {@code [outputs, inputs]}; vectors
 * are float32 copies.
 *
 * @param embedding {@code [vocabulary, embedding]}
 * @param blocks one per transformer block
 * @param outputNorm {@code [embedding]}
 * @param output {@code [vocabulary, embedding]}; the embedding itself where the model ties them
 * @param ropeDivisors divisors of the rotary frequencies, one per pair
 */
public record Weights(
    Tensor embedding,
    List<Block> blocks,
    float[] outputNorm,
    Linear output,
    Optional<float[]> ropeDivisors) {

  /** Copies the list. */
  public Weights {
    blocks = List.copyOf(blocks);
  }

  /**
   * The tensors of one block.
   *
   * @param attentionNorm {@code [embedding]}
   * @param query {@code [heads * headSize, embedding]}
   * @param key {@code [kvHeads * headSize, embedding]}
   * @param value {@code [kvHeads * headSize, embedding]}
   * @param headNorms scales of the per-head normalisation, where the architecture has one
   * @param attentionOutput {@code [embedding, heads * headSize]}
   * @param feedForwardNorm {@code [embedding]}
   * @param gate {@code [feedForward, embedding]}
   * @param up {@code [feedForward, embedding]}
   * @param down {@code [embedding, feedForward]}
   */
  public record Block(
      float[] attentionNorm,
      Linear query,
      Linear key,
      Linear value,
      Optional<HeadNorms> headNorms,
      Linear attentionOutput,
      float[] feedForwardNorm,
      Linear gate,
      Linear up,
      Linear down) {}

  /**
   * Scales of the per-head normalisation.
   *
   * @param query {@code [headSize]}
   * @param key {@code [headSize]}
   */
  public record HeadNorms(float[] query, float[] key) {}
}
