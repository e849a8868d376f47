package ryot.engine.kernel.machine;

import ryot.engine.tensor.QuantType;

/**
 * Q4_1: {@code weight = d nibble + m}. A record, with {@code n} rows:
 *
 * <pre>
 * nibbles  see {@link Nibbles}
 * d        [n]  float16
 * m        [n]  float16
 * </pre>
 */
final class Q4_1Layout implements IntegerLayout {

  @Override
  public QuantType type() {
    return QuantType.Q4_1;
  }

  @Override
  public int recordBytes(Level level) {
    return Nibbles.bytes(level) + 2 * level.lanes() * Short.BYTES;
  }

  @Override
  public int largestWeight() {
    return 15;
  }

  @Override
  public void pack(Interleave rows) {
    Level level = rows.level();
    int halves = Nibbles.bytes(level);
    Nibbles.pack(rows, 2 * Short.BYTES);
    rows.lowHalf(0, halves);
    rows.highHalf(0, halves + level.lanes() * Short.BYTES);
  }

  @Override
  public void multiply(Product p) {
    int halves = Nibbles.bytes(p.level());
    p.start(0, Panel.Start.ZERO);
    Nibbles.multiply(p);
    p.loadHalves(halves);
    p.scale(0);
    p.loadHalves(halves + p.level().lanes() * Short.BYTES);
    p.addSums(0);
  }
}
