package ryot.engine.kernel.machine;

import ryot.engine.tensor.QuantType;

/**
 * Q4_1: {@code weight = d nibble + m}. A record, with {@code n} rows:
 *
 * <pre>
 * nibbles  [4][n][4]  byte (i, row, b): column 4i + b in the low bits, 16 + 4i + b in the high ones
 * d        [n]        float16
 * m        [n]        float16
 * </pre>
 */
final class Q4_1Layout implements IntegerLayout {
  private static final int VECTORS = 4;

  @Override
  public QuantType type() {
    return QuantType.Q4_1;
  }

  @Override
  public int recordBytes(Level level) {
    return VECTORS * level.bytes() + 2 * level.lanes() * Short.BYTES;
  }

  @Override
  public int largestWeight() {
    return 15;
  }

  @Override
  public void pack(Interleave rows) {
    Level level = rows.level();
    int halves = VECTORS * level.bytes();
    rows.spread(2 * Short.BYTES, VECTORS, 0);
    rows.lowHalf(0, halves);
    rows.highHalf(0, halves + level.lanes() * Short.BYTES);
  }

  @Override
  public void multiply(Product p) {
    int halves = VECTORS * p.level().bytes();
    p.start(0, Panel.Start.ZERO);
    Q4_0Layout.multiplyNibbles(p, 0);
    p.loadHalves(halves);
    p.scale(0);
    p.loadHalves(halves + p.level().lanes() * Short.BYTES);
    p.addSums(0);
  }
}
