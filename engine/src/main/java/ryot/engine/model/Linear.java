package ryot.engine.model;

import java.util.Optional;
import ryot.engine.kernel.Activations;
import ryot.engine.kernel.Kernels;
import ryot.engine.kernel.Matrix;
import ryot.engine.kernel.ProductScratch;
import ryot.engine.kernel.WorkerTeam;

/**
 * A linear map as models have it: {@code y = scale (W x) + bias}.
 *
 * @param weights {@code [outputs, inputs]}
 * @param scale of the whole matrix; 1 for none
 * @param bias {@code [outputs]}
 */
public record Linear(Matrix weights, float scale, Optional<float[]> bias) {

  /** {@code y = W x}. */
  public static Linear of(Matrix weights) {
    return new Linear(weights, 1, Optional.empty());
  }

  /** Outputs. */
  int rows() {
    return weights.rows();
  }

  /** The first output of part {@code part} of {@code parts}. */
  int partStart(Kernels kernels, int part, int parts) {
    return WorkerTeam.partStart(rows(), part, parts, kernels.rowGroup(weights));
  }

  /** The same where {@code other}, of as many outputs, is divided alike. */
  int partStart(Linear other, Kernels kernels, int part, int parts) {
    int group = Math.max(kernels.rowGroup(weights), kernels.rowGroup(other.weights));
    return WorkerTeam.partStart(rows(), part, parts, group);
  }

  /** Outputs {@code [from, to)} for each token: {@code out[t * stride + offset + row]}. */
  void apply(
      Kernels kernels,
      int from,
      int to,
      Activations x,
      float[] out,
      int offset,
      int stride,
      ProductScratch scratch) {
    kernels.multiply(weights, from, to, x, out, offset, stride, scratch);
    if (scale != 1) {
      for (int t = 0; t < x.tokens(); t++) {
        for (int row = from; row < to; row++) {
          out[t * stride + offset + row] *= scale;
        }
      }
    }
    if (bias.isPresent()) {
      for (int t = 0; t < x.tokens(); t++) {
        kernels.add(out, t * stride + offset + from, bias.get(), from, to - from);
      }
    }
  }
}
