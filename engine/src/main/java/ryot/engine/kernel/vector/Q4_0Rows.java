package ryot.engine.kernel.vector;

import static ryot.engine.kernel.vector.Lanes.L;
import static ryot.engine.kernel.vector.Lanes.broadcast;
import static ryot.engine.kernel.vector.Lanes.half;
import static ryot.engine.kernel.vector.Lanes.load;
import static ryot.engine.kernel.vector.Lanes.sum;
import static ryot.engine.kernel.vector.Lanes.toFloat;
import static ryot.engine.kernel.vector.Lanes.unsignedBytes;
import static ryot.engine.kernel.vector.Lanes.word;
import static ryot.engine.kernel.vector.Lanes.zero;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import ryot.engine.tensor.QuantType;

/**
 * Rows of Q4_0 blocks: a half scale {@code d}, then 16 bytes of nibbles; a weight is {@code d
 * (nibble - 8)}.
 *
 * <p>The offset, common to a block, is multiplied once by the sum of the block's activations.
 */
final class Q4_0Rows extends PairedRows {
  private static final int BLOCK = 32;
  private static final int BLOCK_BYTES = 18;
  private static final int QUANTS = 2;

  Q4_0Rows() {
    super(QuantType.Q4_0);
  }

  @Override
  public void decode(long address, int columns, float[] out, int outOffset) {
    long at = address;
    for (int c = outOffset; c < outOffset + columns; c += BLOCK, at += BLOCK_BYTES) {
      FloatVector scale = broadcast(half(at));
      for (int i = 0; i < BLOCK / 2; i += L) {
        IntVector bytes = unsignedBytes(at + QUANTS + i);
        low(bytes).sub(8).mul(scale).intoArray(out, c + i);
        high(bytes).sub(8).mul(scale).intoArray(out, c + BLOCK / 2 + i);
      }
    }
  }

  @Override
  void pair(
      long first,
      long second,
      long ahead,
      int aheadStep,
      int blocks,
      float[] x,
      int xOffset,
      float[] sums,
      int sumsOffset,
      float[] out,
      int to,
      int toSecond) {
    FloatVector products = zero();
    FloatVector secondProducts = zero();
    float offsets = 0;
    float secondOffsets = 0;
    int touched = 0;
    for (int b = 0; b < blocks; b++) {
      touched ^= word(ahead + (long) b * aheadStep);
      long at = first + (long) b * BLOCK_BYTES;
      long next = second + (long) b * BLOCK_BYTES;
      int from = xOffset + b * BLOCK;
      float sum = sums[sumsOffset + b];
      products = block(at, x, from).fma(broadcast(half(at)), products);
      offsets = Math.fma(offset(at), sum, offsets);
      secondProducts = block(next, x, from).fma(broadcast(half(next)), secondProducts);
      secondOffsets = Math.fma(offset(next), sum, secondOffsets);
    }
    consume(touched);
    out[to] = sum(products) + offsets;
    out[toSecond] = sum(secondProducts) + secondOffsets;
  }

  /** The products of a block's nibbles, 0 to 15, with its activations, summed per lane. */
  private static FloatVector block(long at, float[] x, int from) {
    FloatVector products = zero();
    for (int i = 0; i < BLOCK / 2; i += L) {
      IntVector bytes = unsignedBytes(at + QUANTS + i);
      products = low(bytes).fma(load(x, from + i), products);
      products = high(bytes).fma(load(x, from + BLOCK / 2 + i), products);
    }
    return products;
  }

  private static FloatVector low(IntVector bytes) {
    return toFloat(bytes.and(15));
  }

  private static FloatVector high(IntVector bytes) {
    return toFloat(bytes.lanewise(VectorOperators.LSHR, 4));
  }

  /** What is added to every scaled nibble of a block: {@code -8 d}. */
  private static float offset(long block) {
    return -8 * half(block);
  }
}
