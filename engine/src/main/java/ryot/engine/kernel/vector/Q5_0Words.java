package ryot.engine.kernel.vector;

import ryot.engine.tensor.QuantType;

/**
 * Q5_0: {@code weight = d (q - 16)}, {@code q} of five bits. A record, with {@code n} rows:
 *
 * <pre>
 * q  see {@link FiveBitWords}
 * d  [n]  float16
 * </pre>
 */
final class Q5_0Words implements WordLayout {
  private static final int ZERO = 16;

  /** In the file q comes after d. */
  private static final int FILE_Q = 2;

  private static final int D = FiveBitWords.BYTES;
  private static final int RECORD = D + PackedWords.halves();

  @Override
  public QuantType type() {
    return QuantType.Q5_0;
  }

  @Override
  public int recordBytes() {
    return RECORD;
  }

  @Override
  public boolean pack(long block, long record, int lane) {
    FiveBitWords.pack(block + FILE_Q, record, lane);
    return PackedWords.packHalf(block, record + D, lane);
  }

  @Override
  public void unpack(long record, int records, long unpacked, long ahead) {
    long to = Lanes.known(unpacked);
    long at = Lanes.known(record);
    int touched = 0;
    for (int b = 0; b < records; b++, at += RECORD) {
      touched ^= Lanes.touch(at + ahead, RECORD);
      FiveBitWords.unpack(at, ZERO, to, b);
      UnpackedWords.storeScale(Lanes.finiteHalves(at + D), to, b);
    }
    Lanes.consume(touched);
  }

  @Override
  public void multiply(long unpacked, int blocks, float[] x, int first, float[] out, int at) {
    WordProduct.signedFiveBits(unpacked, blocks, x, first, out, at);
  }
}
