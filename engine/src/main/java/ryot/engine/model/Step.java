package ryot.engine.model;

import ryot.engine.cache.KvCache;

/**
 * One forward step in progress: the batch, flattened to rows in the order of its slices, and the
 * buffers it goes through. One object for all steps of a workspace.
 */
final class Step {
  private final Workspace workspace;
  private Batch batch = new Batch();
  private int tokens;

  Step(Workspace workspace) {
    this.workspace = workspace;
  }

  /** Begins with {@code next}. */
  void begin(Batch next) {
    batch = next;
    tokens = next.size();
  }

  /**
   * Narrows the step to the rows whose logits are wanted: nothing reads the others once the last
   * block has their keys and values.
   *
   * @param embeddingLength values per row of the residual stream
   */
  void keepOutputRows(int embeddingLength) {
    float[] hidden = workspace.hidden;
    int kept = 0;
    int row = 0;
    for (int s = 0; s < batch.sliceCount(); s++) {
      Batch.Slice slice = batch.slice(s);
      row += slice.size();
      for (int from = row - slice.outputRows(); from < row; from++, kept++) {
        if (from != kept) {
          System.arraycopy(
              hidden, from * embeddingLength, hidden, kept * embeddingLength, embeddingLength);
        }
      }
    }
    tokens = kept;
  }

  Workspace workspace() {
    return workspace;
  }

  /** Rows of the step. */
  int tokens() {
    return tokens;
  }

  int sliceCount() {
    return batch.sliceCount();
  }

  int sliceSize(int slice) {
    return batch.slice(slice).size();
  }

  /** The cache of the sequence that row {@code row} belongs to. */
  KvCache cache(int row) {
    int end = 0;
    for (int s = 0; s < batch.sliceCount(); s++) {
      end += batch.slice(s).size();
      if (row < end) {
        return batch.slice(s).cache();
      }
    }
    throw new IndexOutOfBoundsException(row);
  }
}
