package ryot.engine.kernel.vector;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import ryot.engine.tensor.QuantType;

/**
 * Q8_0: {@code weight = d q}. A record, with {@code n} rows:
 *
 * <pre>
 * q  [8][n][2]  q + 128, words of two columns: word h of vector i holds column 4i + h in its low
 *               byte and 4i + 2 + h in its high one
 * d  [n]        float16
 * </pre>
 */
final class Q8_0Words implements PackedLayout {
  private static final int VECTORS = 8;

  /** Pairs of factors of a block. */
  static final int FACTORS = 3 * VECTORS;

  private static final int ZERO = 128;
  private static final int LOW_BYTES = 0x00ff_00ff;

  /** Makes any sum of two products positive. */
  private static final int BIAS = 0x8000;

  /** In the file q comes after d. */
  private static final int FILE_Q = 2;

  private static final int D = VECTORS * VECTOR;
  private static final int RECORD = D + PackedWords.halves();

  @Override
  public QuantType type() {
    return QuantType.Q8_0;
  }

  @Override
  public int recordBytes() {
    return RECORD;
  }

  @Override
  public boolean prefersTiles() {
    return true;
  }

  @Override
  public boolean pack(long block, long record, int lane) {
    for (int i = 0; i < VECTORS; i++) {
      int four = Lanes.word(block + FILE_Q + (long) i * Integer.BYTES) ^ 0x8080_8080;
      long vector = record + (long) i * VECTOR;
      Lanes.storeWord(vector, lane, 0, (four & 0xff) | ((four >> 8) & 0xff00));
      Lanes.storeWord(vector, lane, 1, ((four >> 8) & 0xff) | ((four >> 16) & 0xff00));
    }
    return PackedWords.packHalf(block, record + D, lane);
  }

  @Override
  public void unpack(long record, int records, long unpacked, long ahead) {
    long to = Lanes.known(unpacked);
    long at = Lanes.known(record);
    int touched = 0;
    for (int b = 0; b < records; b++, at += RECORD) {
      touched ^= Lanes.touch(at + ahead, RECORD);
      for (int i = 0; i < VECTORS; i++) {
        IntVector four = Lanes.integers(at + (long) i * VECTOR);
        UnpackedWords.store(weights(four), to, b, 2 * i);
        IntVector odd = four.lanewise(VectorOperators.LSHR, Byte.SIZE);
        UnpackedWords.store(weights(odd), to, b, 2 * i + 1);
      }
      UnpackedWords.storeScale(Lanes.finiteHalves(at + D), to, b);
    }
    Lanes.consume(touched);
  }

  private static ShortVector weights(IntVector bytes) {
    return bytes.and(LOW_BYTES).reinterpretAsShorts().sub((short) ZERO);
  }

  @Override
  public PackedFactors factors() {
    return PackedFactors.BYTES;
  }

  @Override
  public void multiplyPacked(
      long record, int records, float[] x, int factors, long products, long ahead) {
    int touched = 0;
    for (int b = 0; b < records; b++) {
      long from = Lanes.known(record + (long) b * RECORD);
      touched ^= Lanes.touch(Lanes.known(from + ahead), RECORD);
      long to = Lanes.known(products + (long) b * VECTOR);
      Lanes.store(product(from, x, factors + b * FACTORS), to);
    }
    Lanes.consume(touched);
  }

  @Override
  public void addScaled(
      long record, int records, long products, float[] x, int first, float[] out, int at) {
    WordProduct.addScaled(record, RECORD, D, records, products, x, first, out, at);
  }

  /**
   * Makes the {@link PackedFactors} of a block, three pairs for each vector: of the whole word, of
   * its high byte, and what is added to the product.
   *
   * @param x holds quants, and factors from {@code to} on
   */
  static void factors(float[] x, int quants, int to) {
    for (int i = 0; i < VECTORS; i++) {
      int low = PackedFactors.pair(x, quants + 2 * i);
      int high = PackedFactors.pair(x, quants + 2 * i + 1);
      int zero = PackedFactors.plus(BIAS, PackedFactors.plus(low, high, 1), -ZERO);
      PackedFactors.store(x, to + 3 * i, low);
      PackedFactors.store(x, to + 3 * i + 1, PackedFactors.plus(high, low, -256));
      PackedFactors.store(x, to + 3 * i + 2, zero);
    }
  }

  /**
   * A block times a token, for each row. A word is the sum of two products of at most 128 * 127.
   * The low one has {@link #BIAS} added, so that it never borrows from the high one; the sum of
   * lanes as they are and the sum of high words alone tell both sums.
   */
  private static IntVector product(long from, float[] x, int factors) {
    IntVector lanes = Lanes.broadcast(-VECTORS * BIAS);
    IntVector high = Lanes.zeroIntegers();
    for (int i = 0; i < VECTORS; i++) {
      IntVector four = Lanes.integers(from + (long) i * VECTOR);
      ShortVector odd =
          four.lanewise(VectorOperators.LSHR, Byte.SIZE).and(LOW_BYTES).reinterpretAsShorts();
      ShortVector two = four.reinterpretAsShorts().mul(Lanes.wordPair(x, factors + 3 * i));
      two = two.add(odd.mul(Lanes.wordPair(x, factors + 3 * i + 1)));
      IntVector lane = two.add(Lanes.wordPair(x, factors + 3 * i + 2)).reinterpretAsInts();
      lanes = lanes.add(lane);
      high = high.add(lane.lanewise(VectorOperators.ASHR, Short.SIZE));
    }
    return lanes.sub(high.lanewise(VectorOperators.LSHL, Short.SIZE)).add(high);
  }

  @Override
  public void multiply(long unpacked, int blocks, float[] x, int first, float[] out, int at) {
    WordProduct.eightBits(unpacked, blocks, x, first, out, at);
  }
}
