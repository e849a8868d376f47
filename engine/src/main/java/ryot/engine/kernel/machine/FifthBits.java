package ryot.engine.kernel.machine;

/**
 * What a record of Q5_0 and Q5_1 begins with, for a block of {@code n} rows:
 *
 * <pre>
 * high     [n][4]     bit k of byte (row, b) is the fifth of column 4k + b
 * nibbles  [4][n][4]  byte (i, row, b): column 4i + b in the low bits, 16 + 4i + b in the high ones
 * </pre>
 */
final class FifthBits {
  /** The largest weight. */
  static final int LARGEST = 31;

  private FifthBits() {}

  /** Bytes of all of them. */
  static int bytes(Level level) {
    return level.bytes() + Nibbles.bytes(level);
  }

  /**
   * As {@link WeightLayout#pack}.
   *
   * @param from where in the file's block the fifth bits are; nibbles follow them
   */
  static void pack(Interleave rows, int from) {
    rows.columnBits(from, 0);
    rows.spread(from + Integer.BYTES, Nibbles.VECTORS, rows.level().bytes());
  }

  /** Multiplies all 32 columns of block 0. */
  static void multiply(Product p) {
    for (int i = 0; i < 2 * Nibbles.VECTORS; i++) {
      int nibbles = (1 + i % Nibbles.VECTORS) * p.level().bytes();
      p.loadWithHighBits(nibbles, i / Nibbles.VECTORS * 4, 0, i);
      p.multiply(0, i);
    }
  }
}
