package ryot.engine.kernel.vector;

import ryot.engine.kernel.AttentionTile;
import ryot.engine.kernel.Kernels;

/** Attention on the Vector API, query by query. */
final class VectorAttentionTile extends AttentionTile {
  private final float[] blockScores = new float[Kernels.BLOCK];

  VectorAttentionTile(int capacity, int headSize, int group) {
    super(capacity, headSize, group);
  }

  @Override
  public void attend(int first, int count, float[] keys, float[] blockValues) {
    for (int query = first; query < size(); query++) {
      attendOne(query, count(first, count, query), keys, blockValues);
    }
  }

  private void attendOne(int query, int count, float[] keys, float[] blockValues) {
    float[] v = values();
    float before = v[largest() + query];
    float largest =
        Math.max(
            before, AttentionBlock.score(v, query(query), headSize(), keys, count, blockScores));
    float rescale = (float) Math.exp(before - largest);
    v[largest() + query] = largest;
    v[weights() + query] =
        v[weights() + query] * rescale + AttentionBlock.exponentiate(blockScores, count, largest);
    int sums = sums() + query * headSize();
    AttentionBlock.accumulate(blockScores, count, blockValues, headSize(), rescale, v, sums);
  }
}
