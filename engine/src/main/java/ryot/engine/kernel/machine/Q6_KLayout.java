package ryot.engine.kernel.machine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Q6_K: sixteen blocks of 16 with {@code weight = d scale (q - 32)}. A record, with {@code n} rows:
 *
 * <pre>
 * d      [n]           float16
 * scale  [16][n]       int8
 * low    [2][16][n][4] four low bits: half h has columns 128h to 128h + 127; byte (h, i, row, b)
 *                      holds column 4i + b of it in the low bits, 64 + 4i + b in the high ones
 * high   [2][8][n][4]  two high bits: bits 2k and 2k + 1 of byte (h, i, row, b) belong to column
 *                      32k + 4i + b
 * </pre>
 */
final class Q6_KLayout implements WeightLayout {
  private static final int SCALES = 16;
  private static final int HALVES = 2;
  private static final int LOW_VECTORS = 16;
  private static final int HIGH_VECTORS = 8;

  /** In the file: low bits, high bits, scales, d. */
  private static final int FILE_HIGH = 128;

  private static final int FILE_SCALES = 192;
  private static final int FILE_D = 208;

  @Override
  public int columns() {
    return 256;
  }

  @Override
  public int recordBytes(Level level) {
    return high(level, HALVES);
  }

  private static int scales(Level level, int block) {
    return (Short.BYTES + block) * level.lanes();
  }

  private static int low(Level level, int half) {
    return scales(level, SCALES) + half * LOW_VECTORS * level.bytes();
  }

  private static int high(Level level, int half) {
    return low(level, HALVES) + half * HIGH_VECTORS * level.bytes();
  }

  @Override
  public int largestWeight() {
    return 63;
  }

  @Override
  public void pack(
      MemorySegment block, long from, MemorySegment to, long record, int lane, Level level) {
    WeightLayout.half(block, from + FILE_D, to, record, lane);
    for (int b = 0; b < SCALES; b++) {
      to.set(
          ValueLayout.JAVA_BYTE,
          record + scales(level, b) + lane,
          block.get(ValueLayout.JAVA_BYTE, from + FILE_SCALES + b));
    }
    for (int h = 0; h < HALVES; h++) {
      WeightLayout.spread(
          block, from + (long) h * 64, LOW_VECTORS, to, record + low(level, h), lane, level, 0);
      WeightLayout.spread(
          block,
          from + FILE_HIGH + (long) h * 32,
          HIGH_VECTORS,
          to,
          record + high(level, h),
          lane,
          level,
          0);
    }
  }

  @Override
  public void multiply(Product p) {
    for (int b = 0; b < 8; b++) {
      multiplyBlock(p, b, 0, Panel.Start.MINUS_32_FIRST);
      multiplyBlock(p, b, 1, Panel.Start.MINUS_32_LAST);
    }
  }

  /** Half {@code half} of the 32 columns of block {@code b}. */
  private static void multiplyBlock(Product p, int b, int half, Panel.Start start) {
    Level level = p.level();
    int k = b % 4;
    p.start(b, start);
    for (int i = 4 * half; i < 4 * half + 4; i++) {
      int low = low(level, b / 4) + (k % 2 * 8 + i) * level.bytes();
      int high = high(level, b / 4) + i * level.bytes();
      p.loadWithHighBits(low, k / 2 * 4, high, 2 * k);
      p.multiply(b, i);
    }
    p.loadSignedTimesHalves(scales(level, 2 * b + half), 0);
    p.scale(b);
  }
}
