package ryot.engine.kernel.vector;

import static ryot.engine.kernel.vector.Lanes.L;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import ryot.engine.kernel.Activations;

/**
 * Activations rounded to eight bits, {@code x = scale * quant} with {@code |quant|} at most 127, in
 * blocks of 32 columns. They lie in {@link Activations#prepared} from some index on. A token is,
 * block after block,
 *
 * <pre>
 * scale          float32
 * sum            float32  scale * quantSum
 * quantSum       float32  sum of the quants, an integer
 * quants   [32]  int16    two in the place of a float, the first in its low bits
 * </pre>
 *
 * Where there are few tokens, the {@link PackedFactors} of all of them follow.
 */
final class RoundedActivations {

  /** Floats that a block takes. */
  static final int BLOCK_FLOATS = 3 + WordLayout.WORDS;

  private static final int SUM = 1;
  private static final int QUANT_SUM = 2;
  private static final int QUANTS = 3;

  private static final int LARGEST_QUANT = 127;

  /** Stands in for the largest of a block of zeros. */
  private static final float SMALLEST = 1e-30f;

  /** 1.5 * 2^23: what is added to it is rounded to an integer, ties to even. */
  private static final float ROUNDER = 0x1.8p23f;

  private RoundedActivations() {}

  /** Floats that {@code x} takes, factors included. */
  static int floats(Activations x) {
    return factors(x, 0) + (PackedFactors.serve(x) ? PackedFactors.floats(x) : 0);
  }

  /** Where the factors begin of what begins at {@code base}. */
  static int factors(Activations x, int base) {
    return base + x.tokens() * blocks(x) * BLOCK_FLOATS;
  }

  /** Where a block begins of what begins at {@code base}. */
  static int block(Activations x, int base, int token, int block) {
    return base + (token * blocks(x) + block) * BLOCK_FLOATS;
  }

  /** Blocks of a token. */
  static int blocks(Activations x) {
    return x.columns() / WordLayout.BLOCK;
  }

  /**
   * Rounds part {@code part} of {@code parts}, and makes factors.
   *
   * @param base where all of it begins
   * @param kinds of factors that are wanted
   */
  static void round(Activations x, int base, List<PackedFactors> kinds, int part, int parts) {
    long blocks = (long) x.tokens() * blocks(x);
    int from = (int) (blocks * part / parts);
    int end = (int) (blocks * (part + 1) / parts);
    for (int b = from; b < end; b++) {
      round(x.values(), b * WordLayout.BLOCK, x.prepared(), base + b * BLOCK_FLOATS);
    }
    if (PackedFactors.serve(x)) {
      for (int i = 0; i < kinds.size(); i++) {
        kinds.get(i).make(x, base, from, end);
      }
    }
  }

  private static void round(float[] x, int from, float[] out, int to) {
    float largest = largest(x, from);
    FloatVector inverse = inverse(largest);
    FloatVector sums = Lanes.zero();
    for (int i = 0; i < WordLayout.BLOCK; i += L) {
      FloatVector quants = quants(x, from + i, inverse);
      Lanes.storeShorts(Lanes.toIntegers(quants), out, to + QUANTS + i / 2);
      sums = sums.add(quants);
    }
    float quantSum = Lanes.sum(sums);
    float scale = scaleOf(largest);
    out[to] = scale;
    out[to + SUM] = scale * quantSum;
    out[to + QUANT_SUM] = quantSum;
  }

  /** The largest magnitude of a block. */
  static float largest(float[] x, int from) {
    FloatVector magnitudes = Lanes.zero();
    for (int i = 0; i < WordLayout.BLOCK; i += L) {
      magnitudes = magnitudes.max(Lanes.load(x, from + i).abs());
    }
    return Math.max(SMALLEST, magnitudes.reduceLanes(VectorOperators.MAX));
  }

  /** The scale of a block with this largest magnitude. */
  static float scaleOf(float largest) {
    return largest * (1f / LARGEST_QUANT);
  }

  /** What its values are multiplied by to be rounded. */
  static FloatVector inverse(float largest) {
    return Lanes.broadcast(LARGEST_QUANT / largest);
  }

  /** {@code L} values rounded to integers. */
  static FloatVector quants(float[] x, int from, FloatVector inverse) {
    return Lanes.load(x, from).mul(inverse).add(ROUNDER).sub(ROUNDER);
  }

  /** Where a block's quants are. */
  static int quants(int block) {
    return block + QUANTS;
  }

  /** The scale of a block. */
  static float scale(float[] x, int block) {
    return x[block];
  }

  /** Its scaled sum. */
  static float sum(float[] x, int block) {
    return x[block + SUM];
  }

  /** The sum of its quants. */
  static float quantSum(float[] x, int block) {
    return x[block + QUANT_SUM];
  }
}
