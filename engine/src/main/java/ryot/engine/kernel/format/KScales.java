package ryot.engine.kernel.format;

import java.lang.foreign.MemorySegment;

/**
 * The 12 bytes in which Q4_K and Q5_K pack the scales and minima of their 8 groups, six bits each.
 *
 * <pre>
 *                bits 7..6                  bits 5..0
 *  byte 0..3     scale[4..7], upper two     scale[0..3]
 *  byte 4..7     min[4..7], upper two       min[0..3]
 *
 *                bits 7..4                  bits 3..0
 *  byte 8..11    min[4..7], lower four      scale[4..7], lower four
 * </pre>
 */
final class KScales {

  private KScales() {}

  /** The scale of {@code group}, 0..63. */
  static int scale(MemorySegment data, long scales, int group) {
    if (group < 4) {
      return LittleEndian.uint8(data, scales + group) & 63;
    }
    int low = LittleEndian.uint8(data, scales + group + 4) & 0xF;
    int high = LittleEndian.uint8(data, scales + group - 4) >> 6;
    return low | high << 4;
  }

  /** The minimum of {@code group}, 0..63. */
  static int min(MemorySegment data, long scales, int group) {
    if (group < 4) {
      return LittleEndian.uint8(data, scales + group + 4) & 63;
    }
    int low = LittleEndian.uint8(data, scales + group + 4) >> 4;
    int high = LittleEndian.uint8(data, scales + group) >> 6;
    return low | high << 4;
  }
}
