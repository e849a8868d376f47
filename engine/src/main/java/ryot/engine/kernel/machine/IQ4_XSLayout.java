package ryot.engine.kernel.machine;

import ryot.engine.tensor.QuantType;

/**
 * IQ4_XS: eight blocks of 32 with {@code weight = d scale level[nibble]}. A record, with {@code n}
 * rows:
 *
 * <pre>
 * d        [n]           float16
 * scale    [8][n]        int8: of blocks 0, 2, 4, 6 and then 1, 3, 5, 7
 * nibbles  [8][4][n][4]  byte (k, i, row, b): column 4i + b of block k in the low bits, column
 *                        16 + 4i + b in the high ones
 * </pre>
 */
final class IQ4_XSLayout implements IntegerLayout {
  private static final int BLOCKS = 8;

  /** In the file: d and two high bits of each scale, the low ones, nibbles. */
  private static final int FILE_NIBBLES = 8;

  @Override
  public QuantType type() {
    return QuantType.IQ4_XS;
  }

  @Override
  public int recordBytes(Level level) {
    return nibbles(level, BLOCKS);
  }

  private static int scales(Level level, int place) {
    return (Short.BYTES + place) * level.lanes();
  }

  private static int nibbles(Level level, int block) {
    return scales(level, BLOCKS) + block * Nibbles.bytes(level);
  }

  @Override
  public int largestWeight() {
    return IQ4_NLLayout.LARGEST;
  }

  @Override
  public boolean choosesLevels() {
    return true;
  }

  @Override
  public void pack(Interleave rows) {
    Level level = rows.level();
    rows.lowHalf(0, 0);
    rows.signedSixBitsByTwos(0, scales(level, 0));
    rows.spread(FILE_NIBBLES, BLOCKS * Nibbles.VECTORS, nibbles(level, 0));
  }

  @Override
  public void multiply(Product p) {
    Level level = p.level();
    for (int b = 0; b < BLOCKS; b++) {
      IQ4_NLLayout.multiplyLevels(p, b, nibbles(level, b));
      p.loadSignedTimesHalves(scales(level, b % 2 * (BLOCKS / 2) + b / 2), 0);
      p.scale(b);
    }
  }
}
