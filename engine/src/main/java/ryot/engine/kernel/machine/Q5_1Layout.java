package ryot.engine.kernel.machine;

import ryot.engine.tensor.QuantType;

/**
 * Q5_1: {@code weight = d q + m}, {@code q} of five bits. A record, with {@code n} rows:
 *
 * <pre>
 * q     see {@link FifthBits}
 * d, m  [2][n]  float16
 * </pre>
 */
final class Q5_1Layout implements IntegerLayout {

  @Override
  public QuantType type() {
    return QuantType.Q5_1;
  }

  @Override
  public int recordBytes(Level level) {
    return halves(level, 2);
  }

  private static int halves(Level level, int which) {
    return FifthBits.bytes(level) + which * level.lanes() * Short.BYTES;
  }

  @Override
  public int largestWeight() {
    return FifthBits.LARGEST;
  }

  @Override
  public void pack(Interleave rows) {
    FifthBits.pack(rows, 2 * Short.BYTES);
    rows.lowHalf(0, halves(rows.level(), 0));
    rows.highHalf(0, halves(rows.level(), 1));
  }

  @Override
  public void multiply(Product p) {
    p.start(0, Panel.Start.ZERO);
    FifthBits.multiply(p);
    p.loadHalves(halves(p.level(), 0));
    p.scale(0);
    p.loadHalves(halves(p.level(), 1));
    p.addSums(0);
  }
}
