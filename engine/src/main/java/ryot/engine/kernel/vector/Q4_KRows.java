package ryot.engine.kernel.vector;

import static ryot.engine.kernel.vector.Lanes.L;
import static ryot.engine.kernel.vector.Lanes.broadcast;
import static ryot.engine.kernel.vector.Lanes.half;
import static ryot.engine.kernel.vector.Lanes.load;
import static ryot.engine.kernel.vector.Lanes.sum;
import static ryot.engine.kernel.vector.Lanes.toFloat;
import static ryot.engine.kernel.vector.Lanes.unsignedBytes;
import static ryot.engine.kernel.vector.Lanes.zero;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import ryot.engine.tensor.QuantType;

/**
 * Rows of Q4_K blocks of 256 weights: half {@code d} and {@code m}, eight 6-bit scales and minimums
 * ({@link KScales}), then four runs of 32 bytes, each holding two groups of 32 weights in its low
 * and its high nibbles; a weight is {@code d scale nibble - m minimum}.
 */
final class Q4_KRows implements RowFormat {
  private static final int BLOCK = 256;
  private static final int BLOCK_BYTES = 144;
  private static final int MINIMUM = 2;
  private static final int SCALES = 4;
  private static final int QUANTS = 16;

  /** Weights that share a scale, and the bytes that hold two such groups. */
  private static final int GROUP = 32;

  @Override
  public QuantType type() {
    return QuantType.Q4_K;
  }

  @Override
  public void decode(long address, int columns, float[] out, int outOffset) {
    long at = address;
    for (int c = outOffset; c < outOffset + columns; c += BLOCK, at += BLOCK_BYTES) {
      float d = half(at);
      float min = half(at + MINIMUM);
      for (int j = 0; j < BLOCK / GROUP; j += 2) {
        FloatVector lowScale = broadcast(d * KScales.scale(at + SCALES, j));
        FloatVector lowOffset = broadcast(-min * KScales.minimum(at + SCALES, j));
        FloatVector highScale = broadcast(d * KScales.scale(at + SCALES, j + 1));
        FloatVector highOffset = broadcast(-min * KScales.minimum(at + SCALES, j + 1));
        int low = c + j * GROUP;
        for (int i = 0; i < GROUP; i += L) {
          low(at, j, i).fma(lowScale, lowOffset).intoArray(out, low + i);
          high(at, j, i).fma(highScale, highOffset).intoArray(out, low + GROUP + i);
        }
      }
    }
  }

  @Override
  public void multiply(
      long address,
      int rows,
      int columns,
      float[] x,
      int xOffset,
      float[] sums,
      int sumsOffset,
      float[] out,
      int outOffset) {
    int blocks = columns / BLOCK;
    for (int r = 0; r < rows; r++) {
      long row = address + (long) r * blocks * BLOCK_BYTES;
      out[outOffset + r] = dot(row, blocks, x, xOffset, sums, sumsOffset);
    }
  }

  private static float dot(
      long address, int blocks, float[] x, int xOffset, float[] sums, int sumsOffset) {
    FloatVector even = zero();
    FloatVector odd = zero();
    float offset = 0;
    for (int b = 0; b < blocks; b++) {
      long at = address + (long) b * BLOCK_BYTES;
      float d = half(at);
      float min = 0;
      for (int j = 0; j < BLOCK / GROUP; j += 2) {
        int group = b * (BLOCK / GROUP) + j;
        int from = xOffset + group * GROUP;
        FloatVector low = zero();
        FloatVector high = zero();
        for (int i = 0; i < GROUP; i += L) {
          low = low(at, j, i).fma(load(x, from + i), low);
          high = high(at, j, i).fma(load(x, from + GROUP + i), high);
        }
        even = low.fma(broadcast(d * KScales.scale(at + SCALES, j)), even);
        odd = high.fma(broadcast(d * KScales.scale(at + SCALES, j + 1)), odd);
        min +=
            KScales.minimum(at + SCALES, j) * sums[sumsOffset + group]
                + KScales.minimum(at + SCALES, j + 1) * sums[sumsOffset + group + 1];
      }
      offset = Math.fma(-half(at + MINIMUM), min, offset);
    }
    return sum(even.add(odd)) + offset;
  }

  /** Quants {@code i ... i + L} of group {@code j}, an even one: the low nibbles of its run. */
  private static FloatVector low(long at, int j, int i) {
    return toFloat(run(at, j, i).and(15));
  }

  /** Quants {@code i ... i + L} of group {@code j + 1}: the high nibbles. */
  private static FloatVector high(long at, int j, int i) {
    return toFloat(run(at, j, i).lanewise(VectorOperators.LSHR, 4));
  }

  private static IntVector run(long at, int j, int i) {
    return unsignedBytes(at + QUANTS + j * (GROUP / 2) + i);
  }
}
