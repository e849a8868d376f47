package ryot.engine.generate;

import ryot.engine.cache.KvCache;
import ryot.engine.cache.KvType;
import ryot.engine.model.Batch;
import ryot.engine.model.Transformer;
import ryot.engine.model.Workspace;

/** A transformer with its one workspace, as generation steps it. */
final class TransformerModel implements SteppedModel {

  private final Transformer transformer;
  private final Workspace workspace;
  private final KvType kvType;
  private final int contextLength;

  TransformerModel(Transformer transformer, KvType kvType, int contextLength, int maxStepTokens) {
    this.transformer = transformer;
    this.workspace = transformer.newWorkspace(Math.min(maxStepTokens, contextLength), 1);
    this.kvType = kvType;
    this.contextLength = contextLength;
  }

  @Override
  public int vocabularySize() {
    return transformer.config().vocabularySize();
  }

  @Override
  public int maxStepTokens() {
    return workspace.maxTokens();
  }

  @Override
  public Memory newMemory() {
    return new Cache(transformer.newCache(kvType, contextLength));
  }

  private final class Cache implements Memory {

    private final KvCache cache;

    Cache(KvCache cache) {
      this.cache = cache;
    }

    @Override
    public float[] append(int[] tokens, int from, int to) {
      transformer.forward(Batch.of(cache, tokens, from, to), workspace);
      return workspace.logits(); // of its one row
    }

    @Override
    public void truncate(int length) {
      cache.truncate(length);
    }

    @Override
    public void close() {
      cache.truncate(0); // gives its pages back
    }
  }
}
