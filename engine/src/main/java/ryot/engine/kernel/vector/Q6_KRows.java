package ryot.engine.kernel.vector;

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
import jdk.incubator.vector.VectorOperators;
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

  private static final int GROUPS = BLOCK / GROUP;

  @Override
  public QuantType type() {
    return QuantType.Q6_K;
  }

  @Override
  public void decode(long address, int columns, float[] out, int outOffset) {
    long at = address;
    for (int c = outOffset; c < outOffset + columns; c += BLOCK, at += BLOCK_BYTES) {
      float d = half(at + SCALE);
      for (int g = 0; g < GROUPS; g++) {
        FloatVector scale = broadcast(d * signedByte(at + SCALES + g));
        for (int i = 0; i < GROUP; i += L) {
          quants(at, g, i).mul(scale).intoArray(out, c + g * GROUP + i);
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
      out[outOffset + r] = dot(address + (long) r * blocks * BLOCK_BYTES, blocks, x, xOffset);
    }
  }

  private static float dot(long address, int blocks, float[] x, int xOffset) {
    FloatVector even = zero();
    FloatVector odd = zero();
    for (int b = 0; b < blocks; b++) {
      long at = address + (long) b * BLOCK_BYTES;
      int from = xOffset + b * BLOCK;
      float d = half(at + SCALE);
      for (int g = 0; g < GROUPS; g += 2) {
        even = group(at, g, x, from).fma(broadcast(d * signedByte(at + SCALES + g)), even);
        odd = group(at, g + 1, x, from).fma(broadcast(d * signedByte(at + SCALES + g + 1)), odd);
      }
    }
    return sum(even.add(odd));
  }

  private static FloatVector group(long at, int g, float[] x, int from) {
    FloatVector products = zero();
    for (int i = 0; i < GROUP; i += L) {
      products = quants(at, g, i).fma(load(x, from + g * GROUP + i), products);
    }
    return products;
  }

  /** Quants {@code i ... i + L} of group {@code g}, centred: -32 to 31. */
  private static FloatVector quants(long at, int g, int i) {
    int half = g >> 3;
    int run = (g >> 1) & 3;
    int within = (g & 1) * GROUP + i;
    IntVector low =
        unsignedBytes(at + half * 64 + (run & 1) * 32 + within)
            .lanewise(VectorOperators.LSHR, (run >> 1) * 4)
            .and(15);
    IntVector high =
        unsignedBytes(at + HIGH_BITS + half * 32 + within)
            .lanewise(VectorOperators.LSHR, run * 2)
            .and(3)
            .lanewise(VectorOperators.LSHL, 4);
    return toFloat(low.or(high).sub(32));
  }
}
