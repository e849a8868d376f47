package ryot.engine.kernel.format;

import java.lang.foreign.MemorySegment;
import ryot.engine.tensor.QuantType;

/**
 * Four bits a value that choose a level of {@link Iq4Codebook}; 8 groups of 32 values, each with a
 * scale of six bits: {@code value = d * (scale - 32) * level[q]}.
 *
 * <pre>
 *  byte  0        2             4                 8                                136
 *        +--------+-------------+-----------------+--------------------------------+
 *        | d: f16 | scales_h:   | scales_l:       | qs: 128 bytes                  |
 *        |        | 16 bit      | 4 bytes         |                                |
 *        +--------+-------------+-----------------+--------------------------------+
 *  scale of group g:
 *    lower four bits: scales_l[g div 2], low nibble for even g, high nibble for odd g
 *    upper two bits:  scales_h, bits 2g and 2g+1
 *  qs[16 g + j], low nibble: q of value 32 g + j; high nibble: q of value 32 g + 16 + j
 * </pre>
 */
final class IQ4_XSFormat implements BlockFormat {

  private static final int SCALES_HIGH = 2;
  private static final int SCALES_LOW = 4;
  static final int QS = 8;

  @Override
  public QuantType type() {
    return QuantType.IQ4_XS;
  }

  @Override
  public void decodeBlock(MemorySegment data, long offset, float[] out, int outOffset) {
    float d = LittleEndian.float16(data, offset);
    for (int group = 0; group < 8; group++) {
      float scale = d * scale(data, offset, group);
      long qs = offset + QS + 16 * group;
      int values = outOffset + 32 * group;
      for (int j = 0; j < 16; j++) {
        int q = LittleEndian.uint8(data, qs + j);
        out[values + j] = scale * Iq4Codebook.level(q & 0xF);
        out[values + j + 16] = scale * Iq4Codebook.level(q >> 4);
      }
    }
  }

  /** Scale of a group of the block at {@code offset}, -32 to 31. */
  static int scale(MemorySegment data, long offset, int group) {
    int low = LittleEndian.uint8(data, offset + SCALES_LOW + group / 2) >> (4 * (group % 2)) & 0xF;
    int high = LittleEndian.uint16(data, offset + SCALES_HIGH) >> (2 * group) & 3;
    return (low | high << 4) - 32;
  }
}
