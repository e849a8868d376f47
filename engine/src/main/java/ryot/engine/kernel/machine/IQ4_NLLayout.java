package ryot.engine.kernel.machine;

import ryot.engine.tensor.QuantType;

/**
 * IQ4_NL: {@code weight = d level[nibble]}. A record, with {@code n} rows:
 *
 * <pre>
 * nibbles  see {@link Nibbles}
 * d        [n]  float16
 * </pre>
 */
final class IQ4_NLLayout implements IntegerLayout {

  /** Levels have eight bits and, with VNNI, which wants unsigned weights, 128 more. */
  static final int LARGEST = 255;

  @Override
  public QuantType type() {
    return QuantType.IQ4_NL;
  }

  @Override
  public int recordBytes(Level level) {
    return Nibbles.bytes(level) + level.lanes() * Short.BYTES;
  }

  @Override
  public int largestWeight() {
    return LARGEST;
  }

  @Override
  public boolean choosesLevels() {
    return true;
  }

  @Override
  public void pack(Interleave rows) {
    Nibbles.pack(rows, Short.BYTES);
    rows.lowHalf(0, Nibbles.bytes(rows.level()));
  }

  @Override
  public void multiply(Product p) {
    multiplyLevels(p, 0, 0);
    p.loadHalves(Nibbles.bytes(p.level()));
    p.scale(0);
  }

  /** Begins block {@code block}, whose nibbles begin at {@code offset}, and multiplies it all. */
  static void multiplyLevels(Product p, int block, int offset) {
    p.start(block, p.level() == Level.AVX512 ? Panel.Start.MINUS_128 : Panel.Start.ZERO);
    for (int i = 0; i < Nibbles.VECTORS; i++) {
      p.loadLevels(offset + i * p.level().bytes(), 0);
      p.multiply(block, i);
      p.loadLevels(offset + i * p.level().bytes(), 4);
      p.multiply(block, Nibbles.VECTORS + i);
    }
  }
}
