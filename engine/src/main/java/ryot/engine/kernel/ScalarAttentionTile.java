package ryot.engine.kernel;

/** The definition of {@link AttentionTile}. */
final class ScalarAttentionTile extends AttentionTile {

  ScalarAttentionTile(int capacity, int headSize, int group) {
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
    float[] weights = new float[count];
    float largest = v[largest() + query];
    for (int p = 0; p < count; p++) {
      double score = 0;
      for (int d = 0; d < headSize(); d++) {
        score += (double) v[query(query) + d] * keys[d * Kernels.BLOCK + p];
      }
      weights[p] = (float) score;
      largest = Math.max(largest, weights[p]);
    }
    double rescale = Math.exp(v[largest() + query] - largest);
    double sum = v[weights() + query] * rescale;
    for (int p = 0; p < count; p++) {
      weights[p] = (float) Math.exp(weights[p] - largest);
      sum += weights[p];
    }
    for (int d = 0; d < headSize(); d++) {
      int at = sums() + query * headSize() + d;
      double total = v[at] * rescale;
      for (int p = 0; p < count; p++) {
        total += (double) weights[p] * blockValues[p * headSize() + d];
      }
      v[at] = (float) total;
    }
    v[largest() + query] = largest;
    v[weights() + query] = (float) sum;
  }
}
