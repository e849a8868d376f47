package ryot.engine.kernel.vector;

import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import ryot.engine.tensor.QuantType;

/**
 * Q8_0: {@code weight = d q}. A record, with {@code n} rows:
 *
 * <pre>
 * q  [8][n][2]  words of two columns: word h of vector i holds column 4i + h in its low byte and
 *               4i + 2 + h in its high one
 * d  [n]        float16
 * </pre>
 */
final class Q8_0Words implements WordLayout {
  private static final int VECTORS = 8;

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
  public boolean pack(long block, long record, int lane) {
    for (int i = 0; i < VECTORS; i++) {
      int four = Lanes.word(block + FILE_Q + (long) i * Integer.BYTES);
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
        ShortVector two = Lanes.words(at + (long) i * VECTOR);
        ShortVector low =
            two.lanewise(VectorOperators.LSHL, Byte.SIZE).lanewise(VectorOperators.ASHR, Byte.SIZE);
        UnpackedWords.store(low, to, b, 2 * i);
        UnpackedWords.store(two.lanewise(VectorOperators.ASHR, Byte.SIZE), to, b, 2 * i + 1);
      }
      UnpackedWords.storeScale(Lanes.finiteHalves(at + D), to, b);
    }
    Lanes.consume(touched);
  }

  @Override
  public void multiply(long unpacked, int blocks, long x, float[] out, int at) {
    WordProduct.eightBits(unpacked, blocks, x, out, at);
  }
}
