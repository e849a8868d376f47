package ryot.engine.kernel.vector;

import static ryot.engine.kernel.vector.Lanes.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import ryot.engine.kernel.Activations;

/**
 * Activations rounded to eight bits, {@code x = scale * quant} with {@code |quant|} at most 127, in
 * blocks of 32 columns. A token is, block after block,
 *
 * <pre>
 * quants   [32]  int16
 * scale          float32
 * sum            float32  scale * quantSum
 * quantSum       float32  sum of the quants, an integer
 * </pre>
 */
final class RoundedActivations {

  /** Bytes of a block. */
  static final int BLOCK_BYTES = WordLayout.BLOCK * Short.BYTES + 3 * Float.BYTES;

  private static final int SCALE = WordLayout.BLOCK * Short.BYTES;
  private static final int SUM = SCALE + Float.BYTES;
  private static final int QUANT_SUM = SUM + Float.BYTES;

  private static final int LARGEST_QUANT = 127;

  /** Stands in for the largest of a block of zeros. */
  private static final float SMALLEST = 1e-30f;

  /** 1.5 * 2^23: what is added to it is rounded to an integer, ties to even, in its low bits. */
  private static final float ROUNDER = 0x1.8p23f;

  private RoundedActivations() {}

  /** Bytes of {@code x}. */
  static long bytes(Activations x) {
    return (long) x.tokens() * blocks(x) * BLOCK_BYTES;
  }

  private static int blocks(Activations x) {
    return x.columns() / WordLayout.BLOCK;
  }

  /** The address of a token, from one of its blocks on. */
  static long address(Activations x, int token, int block) {
    return x.bytes().address() + ((long) token * blocks(x) + block) * BLOCK_BYTES;
  }

  /** Rounds part {@code part} of {@code parts} to {@link Activations#bytes}. */
  static void round(Activations x, int part, int parts) {
    long blocks = (long) x.tokens() * blocks(x);
    long to = Lanes.address(x.bytes());
    int end = (int) (blocks * (part + 1) / parts);
    for (int block = (int) (blocks * part / parts); block < end; block++) {
      round(x.values(), block * WordLayout.BLOCK, to + (long) block * BLOCK_BYTES);
    }
  }

  private static void round(float[] x, int from, long to) {
    FloatVector magnitudes = Lanes.zero();
    for (int i = 0; i < WordLayout.BLOCK; i += L) {
      magnitudes = magnitudes.max(Lanes.load(x, from + i).abs());
    }
    float largest = Math.max(SMALLEST, magnitudes.reduceLanes(VectorOperators.MAX));
    FloatVector inverse = Lanes.broadcast(LARGEST_QUANT / largest);
    FloatVector rounder = Lanes.broadcast(ROUNDER);
    FloatVector sums = Lanes.zero();
    for (int i = 0; i < WordLayout.BLOCK; i += L) {
      FloatVector rounded = Lanes.load(x, from + i).mul(inverse).add(rounder);
      IntVector quants = rounded.reinterpretAsInts().sub(rounder.reinterpretAsInts());
      Lanes.storeShorts(quants, to + (long) i * Short.BYTES);
      sums = sums.add(rounded.sub(rounder));
    }
    float quantSum = Lanes.sum(sums);
    float scale = largest * (1f / LARGEST_QUANT);
    Lanes.store(to + SCALE, scale);
    Lanes.store(to + SUM, scale * quantSum);
    Lanes.store(to + QUANT_SUM, quantSum);
  }

  /** The scale of a block. */
  static float scale(long block) {
    return Lanes.single(block + SCALE);
  }

  /** Its scaled sum. */
  static float sum(long block) {
    return Lanes.single(block + SUM);
  }

  /** The sum of its quants. */
  static float quantSum(long block) {
    return Lanes.single(block + QUANT_SUM);
  }
}
