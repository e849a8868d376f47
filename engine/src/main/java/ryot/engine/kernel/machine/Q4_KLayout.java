package ryot.engine.kernel.machine;

import ryot.engine.tensor.QuantType;

/**
 * Q4_K: eight blocks of 32 with {@code weight = d scale nibble - dmin min}. A record, with {@code
 * n} rows:
 *
 * <pre>
 * scales and minima      see {@link ScalesAndMinima}
 * nibbles  [4][8][n][4]  byte (p, i, row, b): column 4i + b of block 2p in the low bits, of block
 *                        2p + 1 in the high ones
 * </pre>
 */
final class Q4_KLayout implements IntegerLayout {
  private static final int BLOCKS = 8;
  private static final int VECTORS = 8;

  /** In the file nibbles come after d, dmin and the scales and minima. */
  private static final int FILE_NIBBLES = 16;

  @Override
  public QuantType type() {
    return QuantType.Q4_K;
  }

  @Override
  public int recordBytes(Level level) {
    return nibbles(level, BLOCKS / 2);
  }

  private static int nibbles(Level level, int pair) {
    return ScalesAndMinima.bytes(level) + pair * VECTORS * level.bytes();
  }

  @Override
  public int largestWeight() {
    return 15;
  }

  @Override
  public void pack(Interleave rows) {
    ScalesAndMinima.pack(rows);
    for (int p = 0; p < BLOCKS / 2; p++) {
      rows.spread(FILE_NIBBLES + p * 32, VECTORS, nibbles(rows.level(), p));
    }
  }

  @Override
  public void multiply(Product p) {
    Level level = p.level();
    for (int b = 0; b < BLOCKS; b++) {
      p.start(b, Panel.Start.ZERO);
      for (int i = 0; i < VECTORS; i++) {
        int at = nibbles(level, b / 2) + i * level.bytes();
        p.loadBits(at, b % 2 * 4);
        p.multiply(b, i);
      }
      ScalesAndMinima.apply(p, b);
    }
  }
}
