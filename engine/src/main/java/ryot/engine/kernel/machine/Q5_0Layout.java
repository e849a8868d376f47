package ryot.engine.kernel.machine;

import ryot.engine.tensor.QuantType;

/**
 * Q5_0: {@code weight = d (q - 16)}, {@code q} of five bits. A record, with {@code n} rows:
 *
 * <pre>
 * q  see {@link FifthBits}
 * d  [n]  float16
 * </pre>
 */
final class Q5_0Layout implements IntegerLayout {

  @Override
  public QuantType type() {
    return QuantType.Q5_0;
  }

  @Override
  public int recordBytes(Level level) {
    return FifthBits.bytes(level) + level.lanes() * Short.BYTES;
  }

  @Override
  public int largestWeight() {
    return FifthBits.LARGEST;
  }

  @Override
  public void pack(Interleave rows) {
    FifthBits.pack(rows, Short.BYTES);
    rows.lowHalf(0, FifthBits.bytes(rows.level()));
  }

  @Override
  public void multiply(Product p) {
    p.start(0, Panel.Start.MINUS_16);
    FifthBits.multiply(p);
    p.loadHalves(FifthBits.bytes(p.level()));
    p.scale(0);
  }
}
