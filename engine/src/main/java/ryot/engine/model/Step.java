package ryot.engine.model;

import java.util.List;
import ryot.engine.cache.KvCache;

/**
 * One forward step in progress: the batch, flattened to rows in the order of its slices, and the
 * buffers it goes through.
 */
final class Step {
  private final List<Batch.Slice> slices;
  private final int tokens;
  private final Workspace workspace;
  private float[] output = {};

  Step(Batch batch, Workspace workspace) {
    this.slices = batch.slices();
    this.tokens = batch.size();
    this.workspace = workspace;
  }

  Workspace workspace() {
    return workspace;
  }

  /** Where the next product with the output matrix goes, {@code [vocabulary]}. */
  float[] output() {
    return output;
  }

  void outputTo(float[] logits) {
    output = logits;
  }

  /** Rows of the step. */
  int tokens() {
    return tokens;
  }

  int sliceCount() {
    return slices.size();
  }

  int sliceSize(int slice) {
    return slices.get(slice).size();
  }

  /** The cache of the sequence that row {@code row} belongs to. */
  KvCache cache(int row) {
    int end = 0;
    for (int s = 0; s < slices.size(); s++) {
      end += slices.get(s).size();
      if (row < end) {
        return slices.get(s).cache();
      }
    }
    throw new IndexOutOfBoundsException(row);
  }
}
