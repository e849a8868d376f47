package ryot.engine.model;

import ryot.engine.cache.KvCache;
import ryot.engine.cache.KvType;
import ryot.engine.kernel.AttentionTile;
import ryot.engine.kernel.Kernels;
import ryot.engine.kernel.ProductScratch;
import ryot.engine.kernel.WorkerTeam;

/**
 * Causal self-attention with grouped queries (Vaswani et al. 2017; Ainslie et al. 2023) and rotary
 * positions: {@code hidden += W_o softmax(q k^T / sqrt(headSize)) v}.
 */
final class Attention {

  /**
   * Tokens of one slice that a worker takes together, so that a page of keys is read once for all.
   */
  static final int TILE = 16;

  private final int layer;
  private final ModelConfig config;
  private final Weights.Block weights;
  private final Rope rope;
  private final Kernels kernels;
  private final WorkerTeam team;
  private final RmsNorm norm;
  private final Inputs inputs;
  private final int rowLength;
  private final WorkerTeam.Task<Step> project = this::project;
  private final WorkerTeam.Task<Step> remember = this::remember;
  private final WorkerTeam.Task<Step> attend = this::attend;
  private final WorkerTeam.Task<Step> combine = this::combine;

  Attention(
      int layer,
      ModelConfig config,
      Weights.Block weights,
      Rope rope,
      Kernels kernels,
      WorkerTeam team) {
    this.layer = layer;
    this.config = config;
    this.weights = weights;
    this.rope = rope;
    this.kernels = kernels;
    this.team = team;
    norm = new RmsNorm(weights.attentionNorm(), config.normEpsilon(), kernels, team);
    inputs = new Inputs(kernels, team);
    rowLength = config.queryLength() + 2 * config.kvLength();
  }

  /** Adds this block's attention to the residual stream; keys and values go to the caches. */
  void apply(Step step) {
    Workspace ws = step.workspace();
    norm.apply(step);
    team.run(project, step);
    ws.attended.shape(step.tokens(), config.queryLength());
    ws.nextPiece.set(0);
    if (step.tokens() == 1) {
      remember(step, 0, 1);
    } else {
      team.run(remember, step);
    }
    team.run(attend, step);
    inputs.prepare(ws.attended);
    team.run(combine, step);
  }

  /** Queries, keys and values of all tokens: this part's share of the rows of each matrix. */
  private void project(Step step, int part, int parts) {
    Workspace ws = step.workspace();
    ProductScratch scratch = ws.scratch[part].product;
    int kv = config.kvLength();
    int q = config.queryLength();
    int from = weights.query().partStart(kernels, part, parts);
    int to = weights.query().partStart(kernels, part + 1, parts);
    weights.query().apply(kernels, from, to, ws.normed, ws.projected, 0, rowLength, scratch);
    from = weights.key().partStart(weights.value(), kernels, part, parts);
    to = weights.key().partStart(weights.value(), kernels, part + 1, parts);
    weights.key().apply(kernels, from, to, ws.normed, ws.projected, q, rowLength, scratch);
    weights.value().apply(kernels, from, to, ws.normed, ws.projected, q + kv, rowLength, scratch);
  }

  /** Per-head norms and rotation of this part's tokens; keys and values to the cache. */
  private void remember(Step step, int part, int parts) {
    Workspace ws = step.workspace();
    int keys = config.queryLength();
    int values = keys + config.kvLength();
    int end = WorkerTeam.partStart(step.tokens(), part + 1, parts);
    for (int t = WorkerTeam.partStart(step.tokens(), part, parts); t < end; t++) {
      int row = t * rowLength;
      if (weights.headNorms().isPresent()) {
        Weights.HeadNorms norms = weights.headNorms().get();
        normHeads(ws.projected, row, config.headCount(), norms.query());
        normHeads(ws.projected, row + keys, config.kvHeadCount(), norms.key());
      }
      int heads = config.headCount() + config.kvHeadCount();
      rope.rotate(ws.projected, row, heads, ws.ropeTables, t * rope.tableSize());
      for (int i = row; i < row + keys; i++) {
        ws.projected[i] *= config.attentionScale();
      }
      step.cache(t)
          .write(layer, ws.positions[t], ws.projected, row + keys, ws.projected, row + values);
    }
  }

  private void normHeads(float[] x, int offset, int heads, float[] weight) {
    int n = config.headSize();
    for (int h = 0; h < heads; h++) {
      int at = offset + h * n;
      kernels.rmsNorm(x, at, n, weight, config.normEpsilon(), x, at);
    }
  }

  /** Takes pieces, a tile of tokens by a key-value head, until none is left. */
  private void attend(Step step, int part, int parts) {
    Workspace ws = step.workspace();
    int heads = config.kvHeadCount();
    while (true) {
      int piece = ws.nextPiece.getAndIncrement();
      int head = piece % heads;
      int left = piece / heads;
      int row = 0;
      int slice = 0;
      for (; slice < step.sliceCount(); slice++) {
        int tiles = (step.sliceSize(slice) + TILE - 1) / TILE;
        if (left < tiles) {
          break;
        }
        left -= tiles;
        row += step.sliceSize(slice);
      }
      if (slice == step.sliceCount()) {
        return;
      }
      int first = row + left * TILE;
      int end = Math.min(first + TILE, row + step.sliceSize(slice));
      attendTile(ws, ws.scratch[part], step.cache(first), head, first, end);
    }
  }

  /** The queries of tokens {@code [first, end)} that share key-value head {@code head}. */
  private void attendTile(
      Workspace ws, Workspace.Scratch scratch, KvCache cache, int head, int first, int end) {
    int group = config.groupSize();
    int size = config.headSize();
    AttentionTile tile = scratch.attention;
    tile.begin((end - first) * group);
    for (int t = first; t < end; t++) {
      System.arraycopy(
          ws.projected,
          t * rowLength + head * group * size,
          tile.values(),
          tile.query((t - first) * group),
          group * size);
    }
    boolean halves = cache.layout().type() == KvType.F16 && tile.takesHalves();
    int last = ws.positions[end - 1];
    int from = first; // the first token that sees the page
    for (int page = 0; page * KvCache.PAGE <= last; page++) {
      while (ws.positions[from] < page * KvCache.PAGE) {
        from++;
      }
      int count = Math.min(KvCache.PAGE, ws.positions[from] + 1 - page * KvCache.PAGE);
      if (halves) {
        long keys = cache.layout().keysOffset(layer, head);
        long values = cache.layout().valuesOffset(layer, head);
        tile.attendHalves((from - first) * group, count, cache.page(page), keys, values);
      } else {
        float[] keys = cache.keys(layer, head, page, scratch.keys);
        float[] values = cache.values(layer, head, page, scratch.values);
        tile.attend((from - first) * group, count, keys, values);
      }
    }
    for (int t = first; t < end; t++) {
      for (int g = 0; g < group; g++) {
        int to = t * config.queryLength() + (head * group + g) * size;
        tile.finish((t - first) * group + g, ws.attended.values(), to);
      }
    }
  }

  /** The output projection, added to the residual stream. */
  private void combine(Step step, int part, int parts) {
    Workspace ws = step.workspace();
    Residual.add(
        kernels, weights.attentionOutput(), ws.attended, ws, ws.scratch[part].product, part, parts);
  }
}
