package ryot.engine.kernel.vector;

import static ryot.engine.kernel.vector.Lanes.word;

/**
 * The eight 6-bit scales and minimums of a Q4_K or Q5_K block, packed in 12 bytes:
 *
 * <pre>
 * byte      0 .. 3             4 .. 7             8 .. 11
 *       +------------------+------------------+---------------------------+
 *  low  | scale 0..3 (6)   | min 0..3 (6)     | scale 4..7 low 4 bits     |
 *  high | scale 4..7 (2)   | min 4..7 (2)     | min   4..7 low 4 bits     |
 *       +------------------+------------------+---------------------------+
 * </pre>
 *
 * <p>Unpacked four at a time, into the bytes of a {@code long}: scale 0 is its lowest byte.
 */
final class KScales {
  private static final int SIX_BITS = 0x3f3f3f3f;
  private static final int FOUR_BITS = 0x0f0f0f0f;
  private static final int TWO_BITS = 0x03030303;

  private KScales() {}

  /** The scales, 0 to 63 each, of the block whose packed scales begin at {@code address}. */
  static long scales(long address) {
    int first = word(address);
    return join(first, word(address + 8), first >>> 6);
  }

  /** The minimums, 0 to 63 each. */
  static long minimums(long address) {
    int second = word(address + 4);
    return join(second, word(address + 8) >>> 4, second >>> 6);
  }

  /** Six bits for 0 to 3, then four low and two high bits for 4 to 7. */
  private static long join(int six, int four, int two) {
    int upper = (four & FOUR_BITS) | ((two & TWO_BITS) << 4);
    return ((long) upper << 32) | (six & SIX_BITS);
  }

  /** Entry {@code j} of eight. */
  static int entry(long entries, int j) {
    return (int) (entries >>> (8 * j)) & 0xff;
  }
}
