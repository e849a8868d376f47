package ryot.engine.kernel.vector;

import ryot.engine.tensor.QuantType;

/**
 * Q5_1: {@code weight = d q + m}, {@code q} of five bits. A record, with {@code n} rows:
 *
 * <pre>
 * q     see {@link FiveBitWords}
 * d, m  [2][n]  float16
 * </pre>
 */
final class Q5_1Words implements WordLayout {

  /** In the file q comes after d and m. */
  private static final int FILE_M = 2;

  private static final int FILE_Q = 4;

  private static final int D = FiveBitWords.BYTES;
  private static final int M = D + PackedWords.halves();
  private static final int RECORD = M + PackedWords.halves();

  @Override
  public QuantType type() {
    return QuantType.Q5_1;
  }

  @Override
  public int recordBytes() {
    return RECORD;
  }

  @Override
  public boolean pack(long block, long record, int lane) {
    FiveBitWords.pack(block + FILE_Q, record, lane);
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
      FiveBitWords.unpack(at, 0, to, b);
      UnpackedWords.storeScale(Lanes.finiteHalves(at + D), to, b);
      UnpackedWords.storeOffset(Lanes.finiteHalves(at + M), to, b);
    }
    Lanes.consume(touched);
  }

  @Override
  public void multiply(long unpacked, int blocks, float[] x, int first, float[] out, int at) {
    WordProduct.fiveBits(unpacked, blocks, x, first, out, at);
  }
}
