package ryot.engine.kernel.vector;

import static ryot.engine.kernel.vector.Lanes.L;
import static ryot.engine.kernel.vector.Lanes.load;
import static ryot.engine.kernel.vector.Lanes.sum;
import static ryot.engine.kernel.vector.Lanes.zero;

import jdk.incubator.vector.FloatVector;

/**
 * Rows that are float32 already, in an array: what a format without a reader of its own becomes.
 */
final class DecodedRows {
  private DecodedRows() {}

  /** The product of {@code n} weights with {@code n} activations. */
  static float dot(float[] weights, int weightsOffset, float[] x, int xOffset, int n) {
    FloatVector even = zero();
    FloatVector odd = zero();
    int i = 0;
    for (; i <= n - 2 * L; i += 2 * L) {
      even = load(weights, weightsOffset + i).fma(load(x, xOffset + i), even);
      odd = load(weights, weightsOffset + i + L).fma(load(x, xOffset + i + L), odd);
    }
    float rest = 0;
    for (; i < n; i++) {
      rest += weights[weightsOffset + i] * x[xOffset + i];
    }
    return sum(even.add(odd)) + rest;
  }
}
