package ryot.engine.kernel.vector;

import static jdk.incubator.vector.VectorOperators.LSHR;
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

  /** Weights that share a scale; also the bytes that hold two such groups. */
  private static final int GROUP = 32;

  private static final int PAIRS = BLOCK / GROUP / 2;

  @Override
  public QuantType type() {
    return QuantType.Q4_K;
  }

  @Override
  public void decode(long address, int columns, float[] out, int outOffset) {
    long at = address;
    for (int c = outOffset; c < outOffset + columns; c += BLOCK, at += BLOCK_BYTES) {
      float d = half(at);
      float m = -half(at + MINIMUM);
      long scales = KScales.scales(at + SCALES);
      long minimums = KScales.minimums(at + SCALES);
      for (int pair = 0; pair < PAIRS; pair++) {
        int j = 2 * pair;
        decodePair(
            at,
            pair,
            d * KScales.entry(scales, j),
            m * KScales.entry(minimums, j),
            d * KScales.entry(scales, j + 1),
            m * KScales.entry(minimums, j + 1),
            out,
            c + j * GROUP);
      }
    }
  }

  private static void decodePair(
      long at,
      int pair,
      float lowScale,
      float lowOffset,
      float highScale,
      float highOffset,
      float[] out,
      int to) {
    for (int i = 0; i < GROUP; i += L) {
      IntVector bytes = unsignedBytes(at + QUANTS + pair * GROUP + i);
      low(bytes).fma(broadcast(lowScale), broadcast(lowOffset)).intoArray(out, to + i);
      high(bytes).fma(broadcast(highScale), broadcast(highOffset)).intoArray(out, to + GROUP + i);
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
    FloatVector lows = zero();
    FloatVector highs = zero();
    float offset = 0;
    for (int b = 0; b < blocks; b++) {
      long at = address + (long) b * BLOCK_BYTES;
      float d = half(at);
      long scales = KScales.scales(at + SCALES);
      for (int pair = 0; pair < PAIRS; pair++) {
        FloatVector lowScale = broadcast(d * KScales.entry(scales, 2 * pair));
        FloatVector highScale = broadcast(d * KScales.entry(scales, 2 * pair + 1));
        int from = xOffset + b * BLOCK + pair * 2 * GROUP;
        for (int i = 0; i < GROUP; i += L) {
          IntVector bytes = unsignedBytes(at + QUANTS + pair * GROUP + i);
          lows = low(bytes).mul(load(x, from + i)).fma(lowScale, lows);
          highs = high(bytes).mul(load(x, from + GROUP + i)).fma(highScale, highs);
        }
      }
      offset = Math.fma(-half(at + MINIMUM), minimums(at, sums, sumsOffset + 8 * b), offset);
    }
    return sum(lows.add(highs)) + offset;
  }

  /** The minimums of a block times the sums of its groups' activations. */
  private static float minimums(long at, float[] sums, int offset) {
    long minimums = KScales.minimums(at + SCALES);
    float even = 0;
    float odd = 0;
    for (int j = 0; j < 8; j += 2) {
      even = Math.fma(KScales.entry(minimums, j), sums[offset + j], even);
      odd = Math.fma(KScales.entry(minimums, j + 1), sums[offset + j + 1], odd);
    }
    return even + odd;
  }

  private static FloatVector low(IntVector bytes) {
    return toFloat(bytes.and(15));
  }

  private static FloatVector high(IntVector bytes) {
    return toFloat(bytes.lanewise(LSHR, 4));
  }
}
