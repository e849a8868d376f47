package ryot.engine.kernel;

/** Attention as {@link ReproducibleKernels} define it, query by query. */
final class ReproducibleAttentionTile extends AttentionTile {
  private final float[] weights = new float[Kernels.BLOCK];
  private final float[] lanes = new float[FixedSum.LANES];

  ReproducibleAttentionTile(int capacity, int headSize, int group) {
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
    float largest = before;
    for (int p = 0; p < count; p++) {
      float score = 0;
      for (int d = 0; d < headSize(); d++) {
        score = Math.fma(v[query(query) + d], keys[d * Kernels.BLOCK + p], score);
      }
      weights[p] = score;
      largest = Math.max(largest, score);
    }
    for (int p = 0; p < count; p++) {
      weights[p] = ExponentialPolynomial.of(weights[p] - largest);
    }
    float rescale = ExponentialPolynomial.of(before - largest);
    float sum = FixedSum.of(weights, 0, count, lanes);
    v[largest() + query] = largest;
    v[weights() + query] = Math.fma(v[weights() + query], rescale, sum);
    for (int d = 0; d < headSize(); d++) {
      int at = sums() + query * headSize() + d;
      float total = v[at] * rescale;
      for (int p = 0; p < count; p++) {
        total = Math.fma(weights[p], blockValues[p * headSize() + d], total);
      }
      v[at] = total;
    }
  }
}
