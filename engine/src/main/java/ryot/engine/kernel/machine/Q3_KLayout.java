package ryot.engine.kernel.machine;

import ryot.engine.tensor.QuantType;

/**
 * Q3_K: sixteen blocks of 16 with {@code weight = d scale (q - 4)}, {@code q} of three bits. A
 * record, with {@code n} rows:
 *
 * <pre>
 * d      [n]         float16
 * scale  [16][n]     int8
 * half   [2] of:
 *   low, high  [8] of [n][4] each   in turn; the second half has no high vectors
 * </pre>
 *
 * A half has 128 columns. Bits 2k and 2k + 1 of byte (i, row, b) of its low vectors are those of
 * its column 32k + 4i + b; bit 4h + k of the high vectors is the third of that column in half h.
 */
final class Q3_KLayout implements IntegerLayout {
  private static final int SCALES = 16;
  private static final int VECTORS = 8;

  /** In the file: high bits, low bits, scales, d. */
  private static final int FILE_LOW = 32;

  private static final int FILE_SCALES = 96;
  private static final int FILE_D = 108;

  @Override
  public QuantType type() {
    return QuantType.Q3_K;
  }

  @Override
  public int recordBytes(Level level) {
    return low(level, 1, VECTORS);
  }

  private static int scales(Level level, int block) {
    return (Short.BYTES + block) * level.lanes();
  }

  private static int low(Level level, int half, int i) {
    int vector = half == 0 ? 2 * i : 2 * VECTORS + i;
    return scales(level, SCALES) + vector * level.bytes();
  }

  private static int high(Level level, int i) {
    return low(level, 0, i) + level.bytes();
  }

  @Override
  public int lowBits() {
    return 2;
  }

  @Override
  public int largestWeight() {
    return 7;
  }

  @Override
  public void pack(Interleave rows) {
    Level level = rows.level();
    rows.highHalf(FILE_D - Short.BYTES, 0); // four bytes from there would leave the block
    rows.signedSixBits(FILE_SCALES, scales(level, 0));
    for (int i = 0; i < VECTORS; i++) {
      rows.spread(i * Integer.BYTES, 1, high(level, i));
      rows.spread(FILE_LOW + i * Integer.BYTES, 1, low(level, 0, i));
      rows.spread(FILE_LOW + (VECTORS + i) * Integer.BYTES, 1, low(level, 1, i));
    }
  }

  @Override
  public void multiply(Product p) {
    for (int b = 0; b < 8; b++) {
      multiplyBlock(p, b, 0, Panel.Start.MINUS_4_FIRST);
      multiplyBlock(p, b, 1, Panel.Start.MINUS_4_LAST);
    }
  }

  /** Half {@code half} of the 32 columns of block {@code b}. */
  private static void multiplyBlock(Product p, int b, int half, Panel.Start start) {
    Level level = p.level();
    p.start(b, start);
    for (int i = 4 * half; i < 4 * half + 4; i++) {
      p.loadWithHighBits(low(level, b / 4, i), b % 4 * 2, high(level, i), b);
      p.multiply(b, i);
    }
    p.loadSignedTimesHalves(scales(level, 2 * b + half), 0);
    p.scale(b);
  }
}
