package ryot.engine.kernel.machine;

import ryot.engine.tensor.QuantType;

/**
 * Q4_0: {@code weight = d (nibble - 8)}. A record, with {@code n} rows:
 *
 * <pre>
 * nibbles  see {@link Nibbles}
 * d        [n]  float16
 * </pre>
 */
final class Q4_0Layout implements IntegerLayout {

  @Override
  public QuantType type() {
    return QuantType.Q4_0;
  }

  @Override
  public int recordBytes(Level level) {
    return Nibbles.bytes(level) + level.lanes() * Short.BYTES;
  }

  @Override
  public int largestWeight() {
    return 15;
  }

  @Override
  public void pack(Interleave rows) {
    Nibbles.pack(rows, Short.BYTES);
    rows.lowHalf(0, Nibbles.bytes(rows.level()));
  }

  @Override
  public void multiply(Product p) {
    p.start(0, Panel.Start.MINUS_8);
    Nibbles.multiply(p);
    p.loadHalves(Nibbles.bytes(p.level()));
    p.scale(0);
  }
}
