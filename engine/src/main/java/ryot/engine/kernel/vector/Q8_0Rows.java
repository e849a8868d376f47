package ryot.engine.kernel.vector;

import static ryot.engine.kernel.vector.Lanes.L;
import static ryot.engine.kernel.vector.Lanes.broadcast;
import static ryot.engine.kernel.vector.Lanes.half;
import static ryot.engine.kernel.vector.Lanes.load;
import static ryot.engine.kernel.vector.Lanes.signedBytes;
import static ryot.engine.kernel.vector.Lanes.sum;
import static ryot.engine.kernel.vector.Lanes.zero;

import jdk.incubator.vector.FloatVector;
import ryot.engine.tensor.QuantType;

/** Rows of Q8_0 blocks: a half scale, then 32 signed bytes; a weight is their product. */
final class Q8_0Rows implements RowFormat {
  private static final int BLOCK = 32;
  private static final int BLOCK_BYTES = 34;
  private static final int QUANTS = 2;

  @Override
  public QuantType type() {
    return QuantType.Q8_0;
  }

  @Override
  public void decode(long address, int columns, float[] out, int outOffset) {
    long at = address;
    for (int c = outOffset; c < outOffset + columns; c += BLOCK, at += BLOCK_BYTES) {
      FloatVector scale = broadcast(half(at));
      for (int i = 0; i < BLOCK; i += L) {
        signedBytes(at + QUANTS + i).mul(scale).intoArray(out, c + i);
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

  /** Two blocks at a time: the chain of additions would otherwise be the limit. */
  private static float dot(long address, int blocks, float[] x, int xOffset) {
    FloatVector even = zero();
    FloatVector odd = zero();
    long at = address;
    int b = 0;
    for (; b < blocks - 1; b += 2, at += 2 * BLOCK_BYTES) {
      long next = at + BLOCK_BYTES;
      int from = xOffset + b * BLOCK;
      even = block(at, x, from).fma(broadcast(half(at)), even);
      odd = block(next, x, from + BLOCK).fma(broadcast(half(next)), odd);
    }
    if (b < blocks) {
      even = block(at, x, xOffset + b * BLOCK).fma(broadcast(half(at)), even);
    }
    return sum(even.add(odd));
  }

  /** The products of a block's bytes with its activations, summed per lane. */
  private static FloatVector block(long at, float[] x, int from) {
    FloatVector products = zero();
    for (int i = 0; i < BLOCK; i += L) {
      products = signedBytes(at + QUANTS + i).fma(load(x, from + i), products);
    }
    return products;
  }
}
