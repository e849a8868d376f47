package ryot.engine.kernel.machine;

import ryot.engine.tensor.QuantType;

/**
 * Q4_0: {@code weight = d (nibble - 8)}. A record, with {@code n} rows:
 *
 * <pre>
 * nibbles  [4][n][4]  byte (i, row, b): column 4i + b in the low bits, 16 + 4i + b in the high ones
 * d        [n]        float16
 * </pre>
 */
final class Q4_0Layout implements IntegerLayout {
  private static final int VECTORS = 4;

  @Override
  public QuantType type() {
    return QuantType.Q4_0;
  }

  @Override
  public int recordBytes(Level level) {
    return VECTORS * level.bytes() + level.lanes() * Short.BYTES;
  }

  @Override
  public int largestWeight() {
    return 15;
  }

  @Override
  public void pack(Interleave rows) {
    rows.spread(Short.BYTES, VECTORS, 0);
    rows.lowHalf(0, VECTORS * rows.level().bytes());
  }

  @Override
  public void multiply(Product p) {
    p.start(0, Panel.Start.MINUS_8);
    multiplyNibbles(p, 0);
    p.loadHalves(VECTORS * p.level().bytes());
    p.scale(0);
  }

  /** All 32 columns of block 0, whose nibbles begin at {@code offset}. */
  static void multiplyNibbles(Product p, int offset) {
    for (int i = 0; i < VECTORS; i++) {
      p.loadBits(offset + i * p.level().bytes(), 0);
      p.multiply(0, i);
      p.loadBits(offset + i * p.level().bytes(), 4);
      p.multiply(0, 4 + i);
    }
  }
}
