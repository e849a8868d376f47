package ryot.engine.generate;

import ryot.engine.cache.KvPagePool;
import ryot.engine.model.Batch;
import ryot.engine.model.Transformer;
import ryot.engine.model.Workspace;

/** A transformer with its one workspace, as generation steps it. */
final class TransformerModel implements SteppedModel {

  private final Transformer transformer;
  private final KvPagePool pool;
  private final StepLimits limits;
  private final Workspace workspace;

  TransformerModel(Transformer transformer, KvPagePool pool, StepLimits limits) {
    this.transformer = transformer;
    this.pool = pool;
    this.limits = limits;
    this.workspace =
        transformer.newWorkspace(limits.tokens(), limits.slices(), limits.outputRows());
  }

  @Override
  public int vocabularySize() {
    return transformer.config().vocabularySize();
  }

  @Override
  public StepLimits limits() {
    return limits;
  }

  @Override
  public KvPagePool pool() {
    return pool;
  }

  @Override
  public void step(Batch batch) {
    transformer.forward(batch, workspace);
  }

  @Override
  public float[] logits() {
    return workspace.logits();
  }

  @Override
  public int logitsOffset(int outputRow) {
    return workspace.logitsOffset(outputRow);
  }
}
