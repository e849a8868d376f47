package ryot.engine.model;

import ryot.engine.kernel.Activations;
import ryot.engine.kernel.Kernels;
import ryot.engine.kernel.WorkerTeam;

/** Brings activations into the kernels' order, by the whole team where there is enough to do. */
final class Inputs {
  private final Kernels kernels;
  private final WorkerTeam team;
  private final WorkerTeam.Task<Activations> prepare;

  Inputs(Kernels kernels, WorkerTeam team) {
    this.kernels = kernels;
    this.team = team;
    this.prepare = kernels::prepare;
  }

  /** Makes {@code x} ready for {@link Kernels#multiply}. */
  void prepare(Activations x) {
    kernels.reserve(x);
    if (x.tokens() == 1) {
      kernels.prepare(x, 0, 1);
    } else {
      team.run(prepare, x);
    }
  }
}
