package ryot.engine.kernel.format;

import java.lang.foreign.MemorySegment;
import ryot.engine.tensor.QuantType;

/**
 * Three bits a value; 16 groups of 16 values, each with a scale of six bits: {@code value = d *
 * (scale - 32) * (q - 4)}.
 *
 * <pre>
 *  byte  0                 32                       96                 108      110
 *        +-----------------+------------------------+------------------+--------+
 *        | hmask: 32 bytes | qs: 64 bytes           | scales: 12 bytes | d: f16 |
 *        +-----------------+------------------------+------------------+--------+
 *  qs: two halves of 32 bytes for 128 values each;
 *  qs[32 h + i], bits 2k and 2k+1: lower two bits of value 128 h + 32 k + i
 *  hmask[i], bit 4 h + k:          third bit of the same value
 *  scale of group g:
 *    lower four bits: scales[g mod 8], low nibble for g &lt; 8, high nibble for the others
 *    upper two bits:  scales[8 + g mod 4], bits 2(g div 4) and 2(g div 4) + 1
 * </pre>
 */
final class Q3_KFormat implements BlockFormat {

  static final int QS = 32;
  static final int SCALES = 96;
  static final int D = 108;

  @Override
  public QuantType type() {
    return QuantType.Q3_K;
  }

  @Override
  public void decodeBlock(MemorySegment data, long offset, float[] out, int outOffset) {
    float d = LittleEndian.float16(data, offset + D);
    for (int group = 0; group < 16; group++) {
      float scale = d * (scale(data, offset + SCALES, group) - 32);
      int half = group / 8;
      int quarter = group % 8 / 2;
      int column = 16 * (group % 2);
      long qs = offset + QS + 32 * half + column;
      long hmask = offset + column;
      for (int i = 0; i < 16; i++) {
        int low = LittleEndian.uint8(data, qs + i) >> (2 * quarter) & 3;
        int high = LittleEndian.uint8(data, hmask + i) >> (4 * half + quarter) & 1;
        out[outOffset + 16 * group + i] = scale * ((low | high << 2) - 4);
      }
    }
  }

  /** Scale of a group, 0 to 63; {@code scales} is where they begin. */
  static int scale(MemorySegment data, long scales, int group) {
    int low = LittleEndian.uint8(data, scales + group % 8) >> (4 * (group / 8)) & 0xF;
    int high = LittleEndian.uint8(data, scales + 8 + group % 4) >> (2 * (group / 4)) & 3;
    return low | high << 4;
  }
}
