package ryot.engine.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import ryot.engine.tensor.QuantType;

/**
 * Q4_1: {@code weight = d nibble + m}. A record, with {@code n} rows:
 *
 * <pre>
 * nibbles  [4][n][2]  words of four columns, see {@link PackedWords}
 * d, m     [2][n]     float16
 * </pre>
 */
final class Q4_1Words implements PackedLayout {

  /** In the file the nibbles come after d and m. */
  private static final int FILE_M = 2;

  private static final int FILE_NIBBLES = 4;

  private static final int D = PackedWords.NIBBLE_VECTORS * VECTOR;
  private static final int M = D + PackedWords.halves();
  private static final int RECORD = M + PackedWords.halves();

  @Override
  public QuantType type() {
    return QuantType.Q4_1;
  }

  @Override
  public int recordBytes() {
    return RECORD;
  }

  @Override
  public boolean pack(long block, long record, int lane) {
    Q4_0Words.packHalves(block + FILE_NIBBLES, record, lane);
    boolean scale = PackedWords.packHalf(block, record + D, lane);
    boolean offset = PackedWords.packHalf(block + FILE_M, record + M, lane);
    return scale && offset;
  }

  @Override
  public void unpack(long record, int records, long unpacked, long ahead) {
    long to = Lanes.known(unpacked);
    long at = Lanes.known(record);
    int touched = 0;
    for (int b = 0; b < records; b++, at += RECORD) {
      touched ^= Lanes.touch(at + ahead, RECORD);
      PackedWords.unpackNibbles(at, to, b);
      UnpackedWords.storeScale(Lanes.finiteHalves(at + D), to, b);
      UnpackedWords.storeOffset(Lanes.finiteHalves(at + M), to, b);
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
    PackedWords.multiply(record, RECORD, records, x, factors, products, ahead);
  }

  @Override
  public void addScaled(
      long record, int records, long products, float[] x, int first, float[] out, int at) {
    FloatVector sum = Lanes.load(out, at);
    for (int b = 0; b < records; b++) {
      long from = Lanes.known(record + (long) b * RECORD);
      IntVector exact = Lanes.integers(Lanes.known(products + (long) b * VECTOR));
      int block = first + b * RoundedActivations.BLOCK_FLOATS;
      FloatVector scale = Lanes.finiteHalves(from + D);
      sum = WordProduct.plus(WordProduct.withZero(exact, x, block), x, block, scale, sum);
      sum = WordProduct.plusOffset(x, block, Lanes.finiteHalves(from + M), sum);
    }
    sum.intoArray(out, at);
  }

  @Override
  public void multiply(long unpacked, int blocks, float[] x, int first, float[] out, int at) {
    WordProduct.fourBits(unpacked, blocks, x, first, out, at);
  }
}
