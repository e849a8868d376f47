package ryot.engine.kernel.machine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Q4_K: eight blocks of 32 with {@code weight = d scale nibble - dmin min}. A record, with {@code
 * n} rows:
 *
 * <pre>
 * d, dmin  [2][n]        float16
 * scale    [8][n]        0 to 63
 * min      [8][n]        0 to 63
 * nibbles  [4][8][n][4]  byte (p, i, row, b): column 4i + b of block 2p in the low bits, of block
 *                        2p + 1 in the high ones
 * </pre>
 */
final class Q4_KLayout implements WeightLayout {
  private static final int BLOCKS = 8;
  private static final int VECTORS = 8;

  /** In the file: d, dmin, 12 bytes of scales and minima, nibbles. */
  private static final int FILE_SCALES = 4;

  private static final int FILE_NIBBLES = 16;

  @Override
  public int columns() {
    return 256;
  }

  @Override
  public int recordBytes(Level level) {
    return nibbles(level, BLOCKS / 2);
  }

  private static int scales(Level level, int block) {
    return (2 * Short.BYTES + block) * level.lanes();
  }

  private static int minima(Level level, int block) {
    return scales(level, BLOCKS + block);
  }

  private static int nibbles(Level level, int pair) {
    return minima(level, BLOCKS) + pair * VECTORS * level.bytes();
  }

  @Override
  public int largestWeight() {
    return 15;
  }

  @Override
  public void pack(
      MemorySegment block, long from, MemorySegment to, long record, int lane, Level level) {
    WeightLayout.half(block, from, to, record, lane);
    WeightLayout.half(
        block, from + Short.BYTES, to, record + (long) Short.BYTES * level.lanes(), lane);
    for (int b = 0; b < BLOCKS; b++) {
      to.set(ValueLayout.JAVA_BYTE, record + scales(level, b) + lane, scale(block, from, b));
      to.set(ValueLayout.JAVA_BYTE, record + minima(level, b) + lane, min(block, from, b));
    }
    for (int p = 0; p < BLOCKS / 2; p++) {
      WeightLayout.spread(
          block,
          from + FILE_NIBBLES + (long) p * 32,
          VECTORS,
          to,
          record + nibbles(level, p),
          lane,
          level,
          0);
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
    return Byte.toUnsignedInt(block.get(ValueLayout.JAVA_BYTE, from + FILE_SCALES + i));
  }

  @Override
  public void multiply(Product p) {
    Level level = p.level();
    for (int b = 0; b < BLOCKS; b++) {
      p.start(b, Panel.Start.ZERO);
      for (int i = 0; i < VECTORS; i++) {
        int at = nibbles(level, b / 2) + i * level.bytes();
        if (b % 2 == 0) {
          p.loadLowNibbles(at);
        } else {
          p.loadHighNibbles(at);
        }
        p.multiply(b, i);
      }
      p.loadUnsignedTimesHalves(scales(level, b), 0);
      p.scale(b);
      p.loadUnsignedTimesHalves(minima(level, b), Short.BYTES * level.lanes());
      p.subtractSums(b);
    }
  }
}
