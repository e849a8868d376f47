package ryot.engine.kernel.vector;

import static ryot.engine.kernel.vector.Lanes.signedByte;

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
 */
final class KScales {
  private KScales() {}

  /** Scale {@code j}, 0 to 63, of the block whose packed scales begin at {@code address}. */
  static int scale(long address, int j) {
    return j < 4
        ? signedByte(address + j) & 63
        : (signedByte(address + j + 4) & 15) | ((signedByte(address + j - 4) & 0xc0) >> 2);
  }

  /** Minimum {@code j}, 0 to 63. */
  static int minimum(long address, int j) {
    return j < 4
        ? signedByte(address + j + 4) & 63
        : ((signedByte(address + j + 4) & 0xf0) >> 4) | ((signedByte(address + j) & 0xc0) >> 2);
  }
}
