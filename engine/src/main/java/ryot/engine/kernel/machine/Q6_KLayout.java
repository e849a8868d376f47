package ryot.engine.kernel.machine;

import ryot.engine.tensor.QuantType;

/**
 * Q6_K: sixteen blocks of 16 with {@code weight = d scale (q - 32)}. A record, with {@code n} rows:
 *
 * <pre>
 * d      [n]         float16
 * scale  [16][n]     int8
 * half   [2] of:
 *   low, high  [8] of [n][4] each   in turn
 *   low        [8][n][4]
 * </pre>
 *
 * A half has 128 columns. Byte (i, row, b) of its sixteen low vectors holds the four low bits of
 * column 4i + b in its low bits and those of column 64 + 4i + b in its high ones; bits 2k and 2k +
 * 1 of byte (i, row, b) of its eight high vectors belong to column 32k + 4i + b. They lie in the
 * order in which they are first read, which is what the processor's prefetching expects.
 */
final class Q6_KLayout implements IntegerLayout {
  private static final int SCALES = 16;
  private static final int HALVES = 2;
  private static final int LOW_VECTORS = 16;
  private static final int HIGH_VECTORS = 8;

  /** In the file: low bits, high bits, scales, d. */
  private static final int FILE_HIGH = 128;

  private static final int FILE_SCALES = 192;
  private static final int FILE_D = 208;

  @Override
  public QuantType type() {
    return QuantType.Q6_K;
  }

  @Override
  public int recordBytes(Level level) {
    return half(level, HALVES);
  }

  private static int scales(Level level, int block) {
    return (Short.BYTES + block) * level.lanes();
  }

  private static int half(Level level, int half) {
    return scales(level, SCALES) + half * (LOW_VECTORS + HIGH_VECTORS) * level.bytes();
  }

  private static int low(Level level, int half, int i) {
    int before = Math.min(i, HIGH_VECTORS); // vectors of high bits in between
    return half(level, half) + (i + before) * level.bytes();
  }

  private static int high(Level level, int half, int i) {
    return half(level, half) + (2 * i + 1) * level.bytes();
  }

  @Override
  public int largestWeight() {
    return 63;
  }

  @Override
  public void pack(Interleave rows) {
    Level level = rows.level();
    rows.highHalf(FILE_D - Short.BYTES, 0); // four bytes from there would leave the block
    for (int b = 0; b < SCALES; b += Integer.BYTES) {
      rows.bytes(FILE_SCALES + b, scales(level, b));
    }
    for (int h = 0; h < HALVES; h++) {
      for (int i = 0; i < LOW_VECTORS; i++) {
        rows.spread(h * 64 + i * Integer.BYTES, 1, low(level, h, i));
      }
      for (int i = 0; i < HIGH_VECTORS; i++) {
        rows.spread(FILE_HIGH + h * 32 + i * Integer.BYTES, 1, high(level, h, i));
      }
    }
  }

  @Override
  public void multiply(Product p) {
    for (int b = 0; b < 8; b++) {
      multiplyBlock(p, b, 0, Panel.Start.MINUS_32_FIRST);
      multiplyBlock(p, b, 1, Panel.Start.MINUS_32_LAST);
    }
  }

  /** Half {@code half} of the 32 columns of block {@code b}. */
  private static void multiplyBlock(Product p, int b, int half, Panel.Start start) {
    Level level = p.level();
    int k = b % 4;
    p.start(b, start);
    for (int i = 4 * half; i < 4 * half + 4; i++) {
      int low = low(level, b / 4, k % 2 * 8 + i);
      int high = high(level, b / 4, i);
      p.loadWithHighBits(low, k / 2 * 4, high, 2 * k);
      p.multiply(b, i);
    }
    p.loadSignedTimesHalves(scales(level, 2 * b + half), 0);
    p.scale(b);
  }
}
