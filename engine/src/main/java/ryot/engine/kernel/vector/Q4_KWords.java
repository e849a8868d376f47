package ryot.engine.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import ryot.engine.tensor.QuantType;

/**
 * Q4_K: eight blocks of 32 with {@code weight = d scale nibble - dmin min}. A record, with {@code
 * n} rows:
 *
 * <pre>
 * scales and minima      see {@link ScalesAndMinima}
 * nibbles  [8][4][n][2]  words of four columns, see {@link PackedWords}
 * </pre>
 */
final class Q4_KWords implements PackedLayout {
  private static final int BLOCKS = ScalesAndMinima.BLOCKS;

  /** In the file nibbles come after d, dmin and the scales and minima. */
  private static final int FILE_NIBBLES = 16;

  private static final int BLOCK_BYTES = PackedWords.NIBBLE_VECTORS * VECTOR;
  private static final int RECORD = ScalesAndMinima.BYTES + BLOCKS * BLOCK_BYTES;

  @Override
  public QuantType type() {
    return QuantType.Q4_K;
  }

  @Override
  public int recordBytes() {
    return RECORD;
  }

  @Override
  public boolean pack(long block, long record, int lane) {
    ScalesAndMinima.pack(block, record, lane);
    packPairs(block + FILE_NIBBLES, record + ScalesAndMinima.BYTES, lane);
    return true;
  }

  /** Packs four times 32 bytes: low nibbles are one block of columns, high ones the next. */
  static void packPairs(long bytes, long to, int lane) {
    for (int b = 0; b < BLOCKS; b++) {
      long from = bytes + (long) b / 2 * BLOCK;
      PackedWords.packNibbles(from, BLOCK, b % 2 * 4, to + (long) b * BLOCK_BYTES, lane);
    }
  }

  @Override
  public void unpack(long record, int records, long unpacked, long ahead) {
    long to = Lanes.known(unpacked);
    long at = Lanes.known(record);
    int touched = 0;
    for (int r = 0; r < records; r++, at += RECORD) {
      touched ^= Lanes.touch(at + ahead, RECORD);
      int first = r * BLOCKS;
      ScalesAndMinima.unpack(at, to, first);
      long nibbles = at + ScalesAndMinima.BYTES;
      for (int b = 0; b < BLOCKS; b++) {
        PackedWords.unpackNibbles(nibbles + (long) b * BLOCK_BYTES, to, first + b);
      }
    }
    Lanes.consume(touched);
  }

  @Override
  public PackedFactors factors() {
    return PackedFactors.NIBBLES;
  }

  @Override
  public void multiplyPacked(
      long record, int records, float[] x, int factors, long products, long ahead) {
    int touched = 0;
    for (int r = 0; r < records; r++) {
      long from = Lanes.known(record + (long) r * RECORD);
      touched ^= Lanes.touch(Lanes.known(from + ahead), RECORD);
      for (int b = 0; b < BLOCKS; b++) {
        long nibbles = from + ScalesAndMinima.BYTES + (long) b * BLOCK_BYTES;
        int index = r * BLOCKS + b;
        long to = Lanes.known(products + (long) index * VECTOR);
        Lanes.store(PackedWords.product(nibbles, x, factors + index * PackedWords.FACTORS), to);
      }
    }
    Lanes.consume(touched);
  }

  @Override
  public void addScaled(
      long record, int records, long products, float[] x, int first, float[] out, int at) {
    FloatVector sum = Lanes.load(out, at);
    for (int r = 0; r < records; r++) {
      long from = Lanes.known(record + (long) r * RECORD);
      FloatVector d = ScalesAndMinima.d(from);
      FloatVector dMin = ScalesAndMinima.dMin(from);
      for (int b = 0; b < BLOCKS; b++) {
        int index = r * BLOCKS + b;
        IntVector exact = Lanes.integers(Lanes.known(products + (long) index * VECTOR));
        int block = first + index * RoundedActivations.BLOCK_FLOATS;
        FloatVector scale = ScalesAndMinima.scale(d, from, b);
        sum = WordProduct.plus(WordProduct.withZero(exact, x, block), x, block, scale, sum);
        sum = WordProduct.plusOffset(x, block, ScalesAndMinima.offset(dMin, from, b), sum);
      }
    }
    sum.intoArray(out, at);
  }

  @Override
  public void multiply(long unpacked, int blocks, float[] x, int first, float[] out, int at) {
    WordProduct.fourBits(unpacked, blocks, x, first, out, at);
  }
}
