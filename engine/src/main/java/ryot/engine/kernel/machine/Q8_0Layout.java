package ryot.engine.kernel.machine;

import ryot.engine.tensor.QuantType;

/**
 * Q8_0: {@code weight = d q}. A record, with {@code n} rows:
 *
 * <pre>
 * q  [8][n][4]  column 4i + b at (i, row, b); with VNNI, which wants unsigned weights, 128 more
 * d  [n]        float16
 * </pre>
 */
final class Q8_0Layout implements IntegerLayout {
  private static final int VECTORS = 8;

  @Override
  public QuantType type() {
    return QuantType.Q8_0;
  }

  @Override
  public int recordBytes(Level level) {
    return VECTORS * level.bytes() + level.lanes() * Short.BYTES;
  }

  @Override
  public int largestWeight() {
    return 255;
  }

  @Override
  public void pack(Interleave rows) {
    if (rows.level() == Level.AVX512) {
      rows.spreadSignsFlipped(Short.BYTES, VECTORS, 0);
    } else {
      rows.spread(Short.BYTES, VECTORS, 0);
    }
    rows.lowHalf(0, VECTORS * rows.level().bytes());
  }

  @Override
  public void multiply(Product p) {
    p.start(0, p.level() == Level.AVX512 ? Panel.Start.MINUS_128 : Panel.Start.ZERO);
    for (int i = 0; i < VECTORS; i++) {
      p.loadBytes(i * p.level().bytes());
      p.multiply(0, i);
    }
    p.loadHalves(VECTORS * p.level().bytes());
    p.scale(0);
  }
}
