package ryot.engine.kernel.vector;

import static ryot.engine.kernel.vector.Lanes.L;
import static ryot.engine.kernel.vector.Lanes.broadcast;
import static ryot.engine.kernel.vector.Lanes.half;
import static ryot.engine.kernel.vector.Lanes.load;
import static ryot.engine.kernel.vector.Lanes.signedBytes;
import static ryot.engine.kernel.vector.Lanes.sum;
import static ryot.engine.kernel.vector.Lanes.word;
import static ryot.engine.kernel.vector.Lanes.zero;

import jdk.incubator.vector.FloatVector;
import ryot.engine.tensor.QuantType;

/** Rows of Q8_0 blocks: a half scale, then 32 signed bytes; a weight is their product. */
final class Q8_0Rows extends PairedRows {
  private static final int BLOCK = 32;
  private static final int BLOCK_BYTES = 34;
  private static final int QUANTS = 2;

  Q8_0Rows() {
    super(QuantType.Q8_0);
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
    int touched = 0;
    for (int b = 0; b < blocks; b++) {
      touched ^= word(ahead + (long) b * aheadStep);
      long at = first + (long) b * BLOCK_BYTES;
      long next = second + (long) b * BLOCK_BYTES;
      int from = xOffset + b * BLOCK;
      products = block(at, x, from).fma(broadcast(half(at)), products);
      secondProducts = block(next, x, from).fma(broadcast(half(next)), secondProducts);
    }
    consume(touched);
    out[to] = sum(products);
    out[toSecond] = sum(secondProducts);
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
