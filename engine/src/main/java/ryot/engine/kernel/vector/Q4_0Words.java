package ryot.engine.kernel.vector;

import ryot.engine.tensor.QuantType;

/**
 * Q4_0: {@code weight = d (nibble - 8)}. A record, with {@code n} rows:
 *
 * <pre>
 * nibbles  [4][n][2]  words of four columns, see {@link PackedWords}
 * d        [n]        float16
 * </pre>
 */
final class Q4_0Words implements PackedLayout {
  /** In the file the nibbles come after d. */
  private static final int FILE_NIBBLES = 2;

  private static final int D = PackedWords.NIBBLE_VECTORS * VECTOR;
  private static final int RECORD = D + PackedWords.halves();

  @Override
  public QuantType type() {
    return QuantType.Q4_0;
  }

  @Override
  public int recordBytes() {
    return RECORD;
  }

  @Override
  public boolean pack(long block, long record, int lane) {
    packHalves(block + FILE_NIBBLES, record, lane);
    return PackedWords.packHalf(block, record + D, lane);
  }

  /** Packs 16 bytes whose low nibbles are the first 16 columns and whose high ones the others. */
  static void packHalves(long bytes, long to, int lane) {
    PackedWords.packNibbles(bytes, BLOCK / 2, 0, to, lane);
    PackedWords.packNibbles(bytes, BLOCK / 2, 4, to + 2L * VECTOR, lane);
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
    WordProduct.addScaled(record, RECORD, D, records, products, x, first, out, at);
  }

  @Override
  public void multiply(long unpacked, int blocks, float[] x, int first, float[] out, int at) {
    WordProduct.fourBits(unpacked, blocks, x, first, PackedWords.ZERO, out, at);
  }
}
