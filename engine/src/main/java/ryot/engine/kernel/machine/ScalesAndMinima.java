package ryot.engine.kernel.machine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What a record of Q4_K and Q5_K begins with, for the eight blocks of {@code n} rows:
 *
 * <pre>
 * d, dmin  [2][n]  float16
 * scale    [8][n]  0 to 63
 * min      [8][n]  0 to 63
 * </pre>
 */
final class ScalesAndMinima {
  private static final int BLOCKS = 8;

  /** In the file, after d and dmin: twelve bytes of six-bit numbers. */
  private static final int FILE_NUMBERS = 4;

  private ScalesAndMinima() {}

  private static int scales(Level level, int block) {
    return (2 * Short.BYTES + block) * level.lanes();
  }

  private static int minima(Level level, int block) {
    return scales(level, BLOCKS + block);
  }

  /** Bytes of all of them. */
  static int bytes(Level level) {
    return minima(level, BLOCKS);
  }

  /** As {@link WeightLayout#pack}. */
  static void pack(
      MemorySegment block, long from, MemorySegment to, long record, int lane, Level level) {
    WeightLayout.half(block, from, to, record, lane);
    WeightLayout.half(
        block, from + Short.BYTES, to, record + (long) Short.BYTES * level.lanes(), lane);
    for (int b = 0; b < BLOCKS; b++) {
      to.set(ValueLayout.JAVA_BYTE, record + scales(level, b) + lane, scale(block, from, b));
      to.set(ValueLayout.JAVA_BYTE, record + minima(level, b) + lane, min(block, from, b));
    }
  }

  /** The scale of block {@code b}: six bits, in two pieces from the fifth on. */
  private static byte scale(MemorySegment block, long from, int b) {
    if (b < 4) {
      return (byte) (packed(block, from, b) & 63);
    }
    return (byte) ((packed(block, from, b + 4) & 15) | (packed(block, from, b - 4) >> 6 << 4));
  }

  private static byte min(MemorySegment block, long from, int b) {
    if (b < 4) {
      return (byte) (packed(block, from, b + 4) & 63);
    }
    return (byte) ((packed(block, from, b + 4) >> 4) | (packed(block, from, b) >> 6 << 4));
  }

  private static int packed(MemorySegment block, long from, int i) {
    return Byte.toUnsignedInt(block.get(ValueLayout.JAVA_BYTE, from + FILE_NUMBERS + i));
  }

  /** Ends block {@code b}: its products times scales, less its sums times minima. */
  static void apply(Product p, int b) {
    Level level = p.level();
    p.loadUnsignedTimesHalves(scales(level, b), 0);
    p.scale(b);
    p.loadUnsignedTimesHalves(minima(level, b), Short.BYTES * level.lanes());
    p.subtractSums(b);
  }
}
