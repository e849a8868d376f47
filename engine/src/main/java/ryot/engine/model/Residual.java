package ryot.engine.model;

import ryot.engine.kernel.Activations;
import ryot.engine.kernel.Kernels;
import ryot.engine.kernel.ProductScratch;

/** The end of a branch: its last product, added to the residual stream. */
final class Residual {
  private Residual() {}

  /** {@code hidden += linear(x)} for part {@code part} of the outputs. */
  static void add(
      Kernels kernels,
      Linear linear,
      Activations x,
      Workspace ws,
      ProductScratch scratch,
      int part,
      int parts) {
    int n = linear.rows();
    int from = linear.partStart(kernels, part, parts);
    int to = linear.partStart(kernels, part + 1, parts);
    linear.apply(kernels, from, to, x, ws.branch, 0, n, scratch);
    for (int t = 0; t < x.tokens(); t++) {
      kernels.add(ws.hidden, t * n + from, ws.branch, t * n + from, to - from);
    }
  }
}
