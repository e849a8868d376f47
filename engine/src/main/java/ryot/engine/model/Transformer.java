package ryot.engine.model;

import java.util.ArrayList;
import java.util.List;
import ryot.engine.cache.KvCache;
import ryot.engine.cache.KvType;
import ryot.engine.kernel.Activations;
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
  private final Inputs inputs;
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
    inputs = new Inputs(kernels, team);
  }

  /** The model's shape. */
  public ModelConfig config() {
    return config;
  }

  /** An empty cache for one sequence of at most {@code capacity} tokens. */
  public KvCache newCache(KvType type, int capacity) {
    return new KvCache(config.kvShape(), type, capacity);
  }

  /** Buffers for steps of at most {@code maxTokens} tokens in at most {@code maxSlices} slices. */
  public Workspace newWorkspace(int maxTokens, int maxSlices) {
    return new Workspace(config, kernels, team.size(), maxTokens, maxSlices);
  }

  /**
   * One step: appends the tokens of each slice to its cache and leaves the logits after its last
   * token in {@link Workspace#logits}.
   *
   * @throws IllegalArgumentException if a token is not in the vocabulary or the batch is too large
   * @throws IllegalStateException if a slice does not fit its cache; no cache has changed
   */
  public void forward(Batch batch, Workspace workspace) {
    Step step = admit(batch, workspace);
    team.run(embed, step);
    for (TransformerBlock block : blocks) {
      block.attention().apply(step);
      block.feedForward().apply(step);
    }
    output(step);
    for (Batch.Slice slice : batch.slices()) {
      slice.cache().advance(slice.size());
    }
  }

  private Step admit(Batch batch, Workspace ws) {
    if (batch.size() > ws.maxTokens() || batch.slices().size() > ws.maxSlices()) {
      throw new IllegalArgumentException(
          "%d tokens in %d slices do not fit a workspace of %d in %d"
              .formatted(batch.size(), batch.slices().size(), ws.maxTokens(), ws.maxSlices()));
    }
    int row = 0;
    for (Batch.Slice slice : batch.slices()) {
      slice.cache().reserve(slice.size());
      for (int i = slice.from(); i < slice.to(); i++, row++) {
        int token = slice.tokens()[i];
        if (token < 0 || token >= config.vocabularySize()) {
          throw new IllegalArgumentException(
              "token %d at %d: the vocabulary has %d".formatted(token, i, config.vocabularySize()));
        }
        ws.tokens[row] = token;
        ws.positions[row] = slice.cache().length() + i - slice.from();
      }
    }
    return new Step(batch, ws);
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

  /** Logits of each slice's last token. */
  private void output(Step step) {
    Workspace ws = step.workspace();
    Activations normed = ws.normed;
    int row = -1;
    for (int slice = 0; slice < step.sliceCount(); slice++) {
      row += step.sliceSize(slice);
      normed.shape(1, config.embeddingLength());
      outputNorm.applyRow(ws.hidden, row, normed.values(), 0);
      inputs.prepare(normed);
      step.outputTo(ws.logits(slice));
      team.run(project, step);
    }
  }

  private void project(Step step, int part, int parts) {
    Workspace ws = step.workspace();
    int n = config.vocabularySize();
    weights
        .output()
        .apply(
            kernels,
            WorkerTeam.partStart(n, part, parts),
            WorkerTeam.partStart(n, part + 1, parts),
            ws.normed,
            step.output(),
            0,
            n,
            ws.scratch[part].product);
  }
}
