package ryot.engine.kernel.machine;

import ryot.engine.tensor.QuantType;

/**
 * Q2_K: sixteen blocks of 16 with {@code weight = d scale q - dmin min}, all of four bits but
 * {@code q}, which has two. A record, with {@code n} rows:
 *
 * <pre>
 * d, dmin         [2][n]        float16
 * scales, minima  [16][n]       byte (k, row): scale of block k in the low bits, minimum in the high
 * q               [2][8][n][4]  bits 2k and 2k + 1 of byte (h, i, row, b) are those of column
 *                               128h + 32k + 4i + b
 * </pre>
 */
final class Q2_KLayout implements IntegerLayout {
  private static final int SCALES = 16;
  private static final int HALVES = 2;
  private static final int VECTORS = 8;

  /** In the file: scales and minima, q, d and dmin. */
  private static final int FILE_Q = 16;

  private static final int FILE_D = 80;

  @Override
  public QuantType type() {
    return QuantType.Q2_K;
  }

  @Override
  public int recordBytes(Level level) {
    return q(level, HALVES, 0);
  }

  private static int scales(Level level, int block) {
    return (2 * Short.BYTES + block) * level.lanes();
  }

  private static int q(Level level, int half, int i) {
    return scales(level, SCALES) + (half * VECTORS + i) * level.bytes();
  }

  @Override
  public int lowBits() {
    return 2;
  }

  @Override
  public int largestWeight() {
    return 3;
  }

  @Override
  public void pack(Interleave rows) {
    Level level = rows.level();
    rows.lowHalf(FILE_D, 0);
    rows.highHalf(FILE_D, Short.BYTES * level.lanes());
    for (int b = 0; b < SCALES; b += Integer.BYTES) {
      rows.bytes(b, scales(level, b));
    }
    rows.spread(FILE_Q, HALVES * VECTORS, q(level, 0, 0));
  }

  @Override
  public void multiply(Product p) {
    for (int b = 0; b < 8; b++) {
      multiplyBlock(p, b, 0, Panel.Start.MINUS_1_FIRST);
      multiplyBlock(p, b, 1, Panel.Start.MINUS_1_LAST);
    }
  }

  /**
   * Half {@code half} of the 32 columns of block {@code b}. A block without products is what its
   * minimum is multiplied with.
   */
  private static void multiplyBlock(Product p, int b, int half, Panel.Start minusSum) {
    Level level = p.level();
    int scales = scales(level, 2 * b + half);
    p.start(b, Panel.Start.ZERO);
    for (int i = 4 * half; i < 4 * half + 4; i++) {
      p.loadBits(q(level, b / 4, i), b % 4 * 2);
      p.multiply(b, i);
    }
    p.loadNibbleTimesHalves(scales, 0, 0);
    p.scale(b);
    p.start(b, minusSum);
    p.loadNibbleTimesHalves(scales, 4, Short.BYTES * level.lanes());
    p.scale(b);
  }
}
