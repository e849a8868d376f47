package ryot.engine.kernel.machine;

import java.lang.foreign.MemorySegment;

/**
 * Q4_1: {@code weight = d nibble + m}. A record, with {@code n} rows:
 *
 * <pre>
 * nibbles  [4][n][4]  byte (i, row, b): column 4i + b in the low bits, 16 + 4i + b in the high ones
 * d        [n]        float16
 * m        [n]        float16
 * </pre>
 */
final class Q4_1Layout implements WeightLayout {
  private static final int VECTORS = 4;

  @Override
  public int columns() {
    return 32;
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
  public void pack(
      MemorySegment block, long from, MemorySegment to, long record, int lane, Level level) {
    long halves = record + (long) VECTORS * level.bytes();
    WeightLayout.spread(block, from + 2 * Short.BYTES, VECTORS, to, record, lane, level, 0);
    WeightLayout.half(block, from, to, halves, lane);
    WeightLayout.half(
        block, from + Short.BYTES, to, halves + (long) level.lanes() * Short.BYTES, lane);
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
