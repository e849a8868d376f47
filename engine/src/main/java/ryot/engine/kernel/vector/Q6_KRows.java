package ryot.engine.kernel.vector;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static ryot.engine.kernel.vector.Lanes.L;
import static ryot.engine.kernel.vector.Lanes.broadcast;
import static ryot.engine.kernel.vector.Lanes.half;
import static ryot.engine.kernel.vector.Lanes.load;
import static ryot.engine.kernel.vector.Lanes.signedByte;
import static ryot.engine.kernel.vector.Lanes.sum;
import static ryot.engine.kernel.vector.Lanes.toFloat;
import static ryot.engine.kernel.vector.Lanes.unsignedBytes;
import static ryot.engine.kernel.vector.Lanes.zero;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import ryot.engine.tensor.QuantType;

/**
 * Rows of Q6_K blocks of 256 weights, in two halves of 128:
 *
 * <pre>
 * byte   0                  128                 192           208
 *        | low 4 bits: 2 x 64 | high 2 bits: 2 x 32 | 16 scales (int8) | d (half) |
 * </pre>
 *
 * Of a half's four runs of 32 weights, run {@code q} has its low bits in bytes {@code 32 (q mod 2)
 * ...} (low nibbles for runs 0 and 1, high for 2 and 3) and its high bits at bit {@code 2 q} of the
 * 32 bytes; 16 weights share a scale. A weight is {@code d scale (quant - 32)}.
 */
final class Q6_KRows implements RowFormat {
  private static final int BLOCK = 256;
  private static final int BLOCK_BYTES = 210;
  private static final int HIGH_BITS = 128;
  private static final int SCALES = 192;
  private static final int SCALE = 208;

  /** Weights that share a scale. */
  private static final int GROUP = 16;

  @Override
  public QuantType type() {
    return QuantType.Q6_K;
  }

  @Override
  public void decode(long address, int columns, float[] out, int outOffset) {
    long at = address;
    for (int c = outOffset; c < outOffset + columns; c += BLOCK, at += BLOCK_BYTES) {
      float d = half(at + SCALE);
      decodeHalf(at, at + HIGH_BITS, at + SCALES, d, out, c);
      decodeHalf(at + 64, at + HIGH_BITS + 32, at + SCALES + 8, d, out, c + 128);
    }
  }

  private static void decodeHalf(long lows, long highs, long scales, float d, float[] out, int to) {
    for (int i = 0; i < 64; i += L) {
      long scale = scales + i / GROUP;
      IntVector low = unsignedBytes(lows + i);
      IntVector high = highBits(highs, i);
      lowRun(low, high).mul(d * signedByte(scale)).intoArray(out, to + i);
      highRun(low, high).mul(d * signedByte(scale + 4)).intoArray(out, to + 64 + i);
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
      out[outOffset + r] = dot(address + (long) r * blocks * BLOCK_BYTES, blocks, x, xOffset);
    }
  }

  private static float dot(long address, int blocks, float[] x, int xOffset) {
    float products = 0;
    for (int b = 0; b < blocks; b++) {
      long at = address + (long) b * BLOCK_BYTES;
      int from = xOffset + b * BLOCK;
      float first = dotHalf(at, at + HIGH_BITS, at + SCALES, x, from);
      float second = dotHalf(at + 64, at + HIGH_BITS + 32, at + SCALES + 8, x, from + 128);
      products = Math.fma(half(at + SCALE), first + second, products);
    }
    return products;
  }

  /**
   * The products of half a block, each group times its scale. Returns a number, not a vector: too
   * large to be inlined, it would have to allocate one.
   */
  private static float dotHalf(long lows, long highs, long scales, float[] x, int from) {
    FloatVector even = zero();
    FloatVector odd = zero();
    for (int i = 0; i < 64; i += L) {
      long scale = scales + i / GROUP;
      IntVector low = unsignedBytes(lows + i);
      IntVector high = highBits(highs, i);
      FloatVector first = lowRun(low, high).mul(load(x, from + i));
      FloatVector second = highRun(low, high).mul(load(x, from + 64 + i));
      even = first.fma(broadcast(signedByte(scale)), even);
      odd = second.fma(broadcast(signedByte(scale + 4)), odd);
    }
    return sum(even.add(odd));
  }

  /** The bytes that hold the high bits of the weights at {@code i} of 64: at bit 0 and at bit 4. */
  private static IntVector highBits(long highs, int i) {
    return unsignedBytes(highs + i % 32).lanewise(LSHR, i / 32 * 2);
  }

  /** Quants of runs 0 and 1, centred: -32 to 31. */
  private static FloatVector lowRun(IntVector low, IntVector high) {
    return toFloat(low.and(15).or(high.and(3).lanewise(LSHL, 4)).sub(32));
  }

  /** Quants of runs 2 and 3. */
  private static FloatVector highRun(IntVector low, IntVector high) {
    return toFloat(low.lanewise(LSHR, 4).or(high.and(48)).sub(32));
  }
}
