package ryot.engine.model;

import ryot.engine.kernel.Kernels;
import ryot.engine.kernel.ProductScratch;
import ryot.engine.kernel.WorkerTeam;

/**
 * The gated feed-forward layer (Shazeer 2020): {@code hidden += W_down (silu(W_gate x) * W_up x)}.
 */
final class FeedForward {
  private final Weights.Block weights;
  private final Kernels kernels;
  private final WorkerTeam team;
  private final RmsNorm norm;
  private final Inputs inputs;
  private final WorkerTeam.Task<Step> gate = this::gate;
  private final WorkerTeam.Task<Step> down = this::down;

  FeedForward(ModelConfig config, Weights.Block weights, Kernels kernels, WorkerTeam team) {
    this.weights = weights;
    this.kernels = kernels;
    this.team = team;
    norm = new RmsNorm(weights.feedForwardNorm(), config.normEpsilon(), kernels, team);
    inputs = new Inputs(kernels, team);
  }

  /** Adds this block's feed-forward layer to the residual stream. */
  void apply(Step step) {
    Workspace ws = step.workspace();
    norm.apply(step);
    ws.gated.shape(step.tokens(), weights.gate().rows());
    team.run(gate, step);
    inputs.prepare(ws.gated);
    team.run(down, step);
  }

  /** This part's share of the gate's and the up-projection's rows, and their product. */
  private void gate(Step step, int part, int parts) {
    Workspace ws = step.workspace();
    ProductScratch scratch = ws.scratch[part].product;
    int n = weights.gate().rows();
    int from = weights.gate().partStart(weights.up(), kernels, part, parts);
    int to = weights.gate().partStart(weights.up(), kernels, part + 1, parts);
    float[] gated = ws.gated.values();
    weights.gate().apply(kernels, from, to, ws.normed, gated, 0, n, scratch);
    weights.up().apply(kernels, from, to, ws.normed, ws.up, 0, n, scratch);
    for (int t = 0; t < step.tokens(); t++) {
      kernels.swiGlu(gated, t * n + from, ws.up, t * n + from, to - from);
    }
  }

  private void down(Step step, int part, int parts) {
    Workspace ws = step.workspace();
    Residual.add(kernels, weights.down(), ws.gated, ws, ws.scratch[part].product, part, parts);
  }
}
