package ryot.engine.kernel.machine;

/**
 * What a record of blocks of 32 with four bits a weight begins with, for {@code n} rows:
 *
 * <pre>
 * nibbles  [4][n][4]  byte (i, row, b): column 4i + b in the low bits, 16 + 4i + b in the high ones
 * </pre>
 *
 * The file has them in the same bytes.
 */
final class Nibbles {

  /** Vectors of a block. */
  static final int VECTORS = 4;

  private Nibbles() {}

  /** Bytes of all of them. */
  static int bytes(Level level) {
    return VECTORS * level.bytes();
  }

  /**
   * As {@link WeightLayout#pack}.
   *
   * @param from where in the file's block they are
   */
  static void pack(Interleave rows, int from) {
    rows.spread(from, VECTORS, 0);
  }

  /** Multiplies all 32 columns of block 0. */
  static void multiply(Product p) {
    for (int i = 0; i < VECTORS; i++) {
      p.loadBits(i * p.level().bytes(), 0);
      p.multiply(0, i);
      p.loadBits(i * p.level().bytes(), 4);
      p.multiply(0, VECTORS + i);
    }
  }
}
