package ryot.engine.kernel.vector;

import static ryot.engine.kernel.Kernels.BLOCK;
import static ryot.engine.kernel.vector.Lanes.L;
import static ryot.engine.kernel.vector.Lanes.broadcast;
import static ryot.engine.kernel.vector.Lanes.load;
import static ryot.engine.kernel.vector.Lanes.sum;
import static ryot.engine.kernel.vector.Lanes.zero;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The three steps of attention over one block of positions: scores (a lane is a position), their
 * exponentials, and the weighted sum of values (a lane is a dimension).
 */
final class AttentionBlock {
  private AttentionBlock() {}

  /**
   * Writes {@code scores[p] = query . keys[:, p]} for all positions of the block, those from {@code
   * count} on as negative infinity.
   *
   * @return the largest of the first {@code count}
   */
  static float score(
      float[] query, int queryOffset, int headSize, float[] keys, int count, float[] scores) {
    int used = (count + L - 1) / L * L;
    for (int p = 0; p < used; p += 2 * L) {
      FloatVector left = zero();
      FloatVector right = zero();
      for (int d = 0; d < headSize; d++) {
        FloatVector q = broadcast(query[queryOffset + d]);
        left = q.fma(load(keys, d * BLOCK + p), left);
        right = q.fma(load(keys, d * BLOCK + p + L), right);
      }
      left.intoArray(scores, p);
      right.intoArray(scores, p + L);
    }
    float largest = Float.NEGATIVE_INFINITY;
    for (int p = 0; p < count; p++) {
      largest = Math.max(largest, scores[p]);
    }
    for (int p = count; p < used; p++) {
      scores[p] = Float.NEGATIVE_INFINITY;
    }
    return largest;
  }

  /** {@code scores[p] = e^(scores[p] - largest)}; returns the sum of the first {@code count}. */
  static float exponentiate(float[] scores, int count, float largest) {
    FloatVector lanes = zero();
    for (int p = 0; p < count; p += L) {
      FloatVector weight = load(scores, p).sub(largest).lanewise(VectorOperators.EXP);
      weight.intoArray(scores, p);
      lanes = lanes.add(weight);
    }
    return sum(lanes);
  }

  /** {@code out = out * rescale + sum over p of weights[p] * values[p]}. */
  static void accumulate(
      float[] weights,
      int count,
      float[] values,
      int headSize,
      float rescale,
      float[] out,
      int outOffset) {
    int d = 0;
    for (; d <= headSize - 4 * L; d += 4 * L) {
      four(weights, count, values, headSize, d, rescale, out, outOffset + d);
    }
    for (; d <= headSize - L; d += L) {
      FloatVector acc = load(out, outOffset + d).mul(rescale);
      for (int p = 0; p < count; p++) {
        acc = broadcast(weights[p]).fma(load(values, p * headSize + d), acc);
      }
      acc.intoArray(out, outOffset + d);
    }
    for (; d < headSize; d++) {
      float acc = out[outOffset + d] * rescale;
      for (int p = 0; p < count; p++) {
        acc = Math.fma(weights[p], values[p * headSize + d], acc);
      }
      out[outOffset + d] = acc;
    }
  }

  private static void four(
      float[] weights,
      int count,
      float[] values,
      int headSize,
      int d,
      float rescale,
      float[] out,
      int at) {
    FloatVector a = load(out, at).mul(rescale);
    FloatVector b = load(out, at + L).mul(rescale);
    FloatVector c = load(out, at + 2 * L).mul(rescale);
    FloatVector e = load(out, at + 3 * L).mul(rescale);
    for (int p = 0; p < count; p++) {
      FloatVector weight = broadcast(weights[p]);
      int from = p * headSize + d;
      a = weight.fma(load(values, from), a);
      b = weight.fma(load(values, from + L), b);
      c = weight.fma(load(values, from + 2 * L), c);
      e = weight.fma(load(values, from + 3 * L), e);
    }
    a.intoArray(out, at);
    b.intoArray(out, at + L);
    c.intoArray(out, at + 2 * L);
    e.intoArray(out, at + 3 * L);
  }
}
