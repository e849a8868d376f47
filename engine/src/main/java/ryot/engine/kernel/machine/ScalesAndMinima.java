package ryot.engine.kernel.machine;

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
  static void pack(Interleave rows) {
    Level level = rows.level();
    rows.lowHalf(0, 0);
    rows.highHalf(0, Short.BYTES * level.lanes());
    rows.sixBits(FILE_NUMBERS, scales(level, 0), minima(level, 0));
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
