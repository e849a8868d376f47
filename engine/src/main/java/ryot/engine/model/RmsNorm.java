package ryot.engine.model;

import ryot.engine.kernel.Activations;
import ryot.engine.kernel.Kernels;
import ryot.engine.kernel.WorkerTeam;

/** Root-mean-square normalisation of the residual stream, whose result is the input of products. */
final class RmsNorm {
  private final float[] weight;
  private final float epsilon;
  private final Kernels kernels;
  private final WorkerTeam team;
  private final Inputs inputs;
  private final WorkerTeam.Task<Step> normalize = this::normalize;

  RmsNorm(float[] weight, float epsilon, Kernels kernels, WorkerTeam team) {
    this.weight = weight;
    this.epsilon = epsilon;
    this.kernels = kernels;
    this.team = team;
    this.inputs = new Inputs(kernels, team);
  }

  /** {@code normed = norm(hidden)} for each row of the step, ready for products. */
  void apply(Step step) {
    Activations normed = step.workspace().normed;
    normed.shape(step.tokens(), weight.length);
    if (step.tokens() == 1) {
      normalize(step, 0, 1);
    } else {
      team.run(normalize, step);
    }
    inputs.prepare(normed);
  }

  /** Row {@code from} of {@code x} to row {@code to} of {@code out}. */
  void applyRow(float[] x, int from, float[] out, int to) {
    int n = weight.length;
    kernels.rmsNorm(x, from * n, n, weight, epsilon, out, to * n);
  }

  private void normalize(Step step, int part, int parts) {
    Workspace ws = step.workspace();
    int end = WorkerTeam.partStart(step.tokens(), part + 1, parts);
    for (int t = WorkerTeam.partStart(step.tokens(), part, parts); t < end; t++) {
      applyRow(ws.hidden, t, ws.normed.values(), t);
    }
  }
}
