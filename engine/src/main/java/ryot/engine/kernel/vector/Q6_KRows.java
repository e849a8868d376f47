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
    for (int i = 0; i < 32; i += L) {
      long scale = scales + i / GROUP;
      IntVector first = unsignedBytes(lows + i);
      IntVector second = unsignedBytes(lows + 32 + i);
      IntVector high = unsignedBytes(highs + i);
      run0(first, high).mul(d * signedByte(scale)).intoArray(out, to + i);
      run1(second, high).mul(d * signedByte(scale + 2)).intoArray(out, to + 32 + i);
      run2(first, high).mul(d * signedByte(scale + 4)).intoArray(out, to + 64 + i);
      run3(second, high).mul(d * signedByte(scale + 6)).intoArray(out, to + 96 + i);
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
    for (int i = 0; i < 32; i += L) {
      long scale = scales + i / GROUP;
      IntVector first = unsignedBytes(lows + i);
      IntVector second = unsignedBytes(lows + 32 + i);
      IntVector high = unsignedBytes(highs + i);
      even = run0(first, high).mul(load(x, from + i)).fma(factor(scale), even);
      odd = run1(second, high).mul(load(x, from + 32 + i)).fma(factor(scale + 2), odd);
      even = run2(first, high).mul(load(x, from + 64 + i)).fma(factor(scale + 4), even);
      odd = run3(second, high).mul(load(x, from + 96 + i)).fma(factor(scale + 6), odd);
    }
    return sum(even.add(odd));
  }

  private static FloatVector factor(long scale) {
    return broadcast(signedByte(scale));
  }

  // Quants of the four runs of a half, centred: -32 to 31.

  private static FloatVector run0(IntVector low, IntVector high) {
    return centred(low.and(15).or(high.and(3).lanewise(LSHL, 4)));
  }

  private static FloatVector run1(IntVector low, IntVector high) {
    return centred(low.and(15).or(high.and(12).lanewise(LSHL, 2)));
  }

  private static FloatVector run2(IntVector low, IntVector high) {
    return centred(low.lanewise(LSHR, 4).or(high.and(48)));
  }

  private static FloatVector run3(IntVector low, IntVector high) {
    IntVector bits = high.and(192).lanewise(LSHR, 2);
    return centred(low.lanewise(LSHR, 4).or(bits));
  }

  private static FloatVector centred(IntVector quants) {
    return toFloat(quants.sub(32));
  }
}
