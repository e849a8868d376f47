package ryot.engine.model;

import java.util.ArrayList;
import java.util.List;
import ryot.engine.cache.KvCache;
import ryot.engine.cache.KvType;
import ryot.engine.kernel.Kernels;
import ryot.engine.kernel.WorkerTeam;

/**
 * A decoder-only transformer: token ids to the logits of the next token. Weights are borrowed; they
 * must outlive it. One thread calls {@link #forward}; the team helps.
 */
public final class Transformer {
  private final ModelConfig config;
  private final Weights weights;
  private final Kernels kernels;
  private final WorkerTeam team;
  private final Rope rope;
  private final List<TransformerBlock> blocks = new ArrayList<>();
  private final RmsNorm outputNorm;
  private final WorkerTeam.Task<Step> embed = this::embed;
  private final WorkerTeam.Task<Step> project = this::project;

  private record TransformerBlock(Attention attention, FeedForward feedForward) {}

  /** A model of {@code weights}, computed by {@code kernels} on {@code team}. */
  public Transformer(ModelConfig config, Weights weights, Kernels kernels, WorkerTeam team) {
    this.config = config;
    this.weights = weights;
    this.kernels = kernels;
    this.team = team;
    rope = new Rope(config, weights.ropeDivisors());
    for (Weights.Block block : weights.blocks()) {
      blocks.add(
          new TransformerBlock(
              new Attention(blocks.size(), config, block, rope, kernels, team),
              new FeedForward(config, block, kernels, team)));
    }
    outputNorm = new RmsNorm(weights.outputNorm(), config.normEpsilon(), kernels, team);
  }

  /** The model's shape. */
  public ModelConfig config() {
    return config;
  }

  /** An empty cache for one sequence of at most {@code capacity} tokens, with a pool of its own. */
  public KvCache newCache(KvType type, int capacity) {
    return new KvCache(config.kvShape(), type, capacity);
  }

  /**
   * Buffers for steps of at most {@code maxTokens} tokens in at most {@code maxSlices} slices, each
   * with one row of logits.
   */
  public Workspace newWorkspace(int maxTokens, int maxSlices) {
    return newWorkspace(maxTokens, maxSlices, maxSlices);
  }

  /**
   * Buffers for steps of at most {@code maxTokens} tokens in at most {@code maxSlices} slices, with
   * at most {@code maxOutputRows} rows of logits, which are kept whole: a row takes four bytes for
   * each token of the vocabulary.
   */
  public Workspace newWorkspace(int maxTokens, int maxSlices, int maxOutputRows) {
    return new Workspace(
        config, kernels, team.size(), new Workspace.Bounds(maxTokens, maxSlices, maxOutputRows));
  }

  /**
   * One step: appends the tokens of each slice to its cache and leaves the logits that it asks for
   * in {@link Workspace#logits()}.
   *
   * @throws IllegalArgumentException if a token is not in the vocabulary, or the batch is empty or
   *     too large
   * @throws IllegalStateException if a slice does not fit its cache; no cache has changed
   */
  public void forward(Batch batch, Workspace workspace) {
    Step step = admit(batch, workspace);
    team.run(embed, step);
    for (int i = 0; i < blocks.size(); i++) {
      TransformerBlock block = blocks.get(i);
      block.attention().apply(step);
      if (i == blocks.size() - 1) {
        step.keepOutputRows(config.embeddingLength());
      }
      if (step.tokens() > 0) {
        block.feedForward().apply(step);
      }
    }
    if (step.tokens() > 0) {
      outputNorm.apply(step);
      team.run(project, step);
    }
    for (int s = 0; s < batch.sliceCount(); s++) {
      Batch.Slice slice = batch.slice(s);
      slice.cache().advance(slice.size());
    }
  }

  private Step admit(Batch batch, Workspace ws) {
    ws.bounds().require(batch);
    int row = 0;
    for (int s = 0; s < batch.sliceCount(); s++) {
      Batch.Slice slice = batch.slice(s);
      slice.cache().reserve(slice.size());
      for (int i = 0; i < slice.size(); i++, row++) {
        int token = slice.token(i);
        if (token < 0 || token >= config.vocabularySize()) {
          throw new IllegalArgumentException(
              "token %d at %d of slice %d: the vocabulary has %d"
                  .formatted(token, i, s, config.vocabularySize()));
        }
        ws.tokens[row] = token;
        ws.positions[row] = slice.cache().length() + i;
      }
    }
    ws.step.begin(batch);
    return ws.step;
  }

  private void embed(Step step, int part, int parts) {
    Workspace ws = step.workspace();
    int n = config.embeddingLength();
    int end = WorkerTeam.partStart(step.tokens(), part + 1, parts);
    for (int t = WorkerTeam.partStart(step.tokens(), part, parts); t < end; t++) {
      kernels.dequantize(weights.embedding(), ws.tokens[t], ws.hidden, t * n);
      rope.fillTable(ws.positions[t], ws.ropeTables, t * rope.tableSize());
    }
  }

  /** The logits of all rows left: this part's share of the vocabulary, in one product. */
  private void project(Step step, int part, int parts) {
    Workspace ws = step.workspace();
    int n = config.vocabularySize();
    weights
        .output()
        .apply(
            kernels,
            weights.output().partStart(kernels, part, parts),
            weights.output().partStart(kernels, part + 1, parts),
            ws.normed,
            ws.logits(),
            0,
            n,
            ws.scratch[part].product);
  }
}
