package ryot.engine.kernel.machine;

import ryot.engine.tensor.QuantType;

/**
 * Q5_K: eight blocks of 32 with {@code weight = d scale q - dmin min}, {@code q} of five bits. A
 * record, with {@code n} rows:
 *
 * <pre>
 * scales and minima      see {@link ScalesAndMinima}
 * high     [8][n][4]     bit k of byte (i, row, b) belongs to column 4i + b of block k
 * nibbles  [4][8][n][4]  byte (p, i, row, b): column 4i + b of block 2p in the low bits, of block
 *                        2p + 1 in the high ones
 * </pre>
 */
final class Q5_KLayout implements IntegerLayout {
  private static final int BLOCKS = 8;
  private static final int VECTORS = 8;

  /** In the file, after d, dmin and the scales and minima: high bits, then nibbles. */
  private static final int FILE_HIGH = 16;

  private static final int FILE_NIBBLES = 48;

  @Override
  public QuantType type() {
    return QuantType.Q5_K;
  }

  @Override
  public int recordBytes(Level level) {
    return nibbles(level, BLOCKS / 2);
  }

  private static int nibbles(Level level, int pair) {
    return ScalesAndMinima.bytes(level) + (1 + pair) * VECTORS * level.bytes();
  }

  @Override
  public int largestWeight() {
    return 31;
  }

  @Override
  public void pack(Interleave rows) {
    ScalesAndMinima.pack(rows);
    rows.spread(FILE_HIGH, VECTORS, ScalesAndMinima.bytes(rows.level()));
    for (int p = 0; p < BLOCKS / 2; p++) {
      rows.spread(FILE_NIBBLES + p * 32, VECTORS, nibbles(rows.level(), p));
    }
  }

  @Override
  public void multiply(Product p) {
    Level level = p.level();
    int high = ScalesAndMinima.bytes(level);
    for (int b = 0; b < BLOCKS; b++) {
      p.start(b, Panel.Start.ZERO);
      for (int i = 0; i < VECTORS; i++) {
        int vector = i * level.bytes();
        p.loadWithHighBits(nibbles(level, b / 2) + vector, b % 2 * 4, high + vector, b);
        p.multiply(b, i);
      }
      ScalesAndMinima.apply(p, b);
    }
  }
}
