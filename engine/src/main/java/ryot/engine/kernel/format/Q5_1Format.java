package ryot.engine.kernel.format;

import java.lang.foreign.MemorySegment;
import ryot.engine.tensor.QuantType;

/**
 * Five bits a value, a scale and a minimum: {@code value = d * q + m}.
 *
 * <pre>
 *  byte  0        2        4            8                                24
 *        +--------+--------+------------+--------------------------------+
 *        | d: f16 | m: f16 | qh: 32 bit | qs: 16 bytes                   |
 *        +--------+--------+------------+--------------------------------+
 *  qs[j], low nibble:  lower four bits of value j
 *  qs[j], high nibble: lower four bits of value j + 16
 *  qh, bit i:          fifth bit of value i
 * </pre>
 */
final class Q5_1Format implements BlockFormat {

  private static final int M = 2;
  private static final int QH = 4;
  private static final int QS = 8;

  @Override
  public QuantType type() {
    return QuantType.Q5_1;
  }

  @Override
  public void decodeBlock(MemorySegment data, long offset, float[] out, int outOffset) {
    float d = LittleEndian.float16(data, offset);
    float m = LittleEndian.float16(data, offset + M);
    int qh = LittleEndian.int32(data, offset + QH);
    for (int j = 0; j < 16; j++) {
      int q = LittleEndian.uint8(data, offset + QS + j);
      int q0 = (q & 0xF) | (qh >>> j & 1) << 4;
      int q1 = (q >> 4) | (qh >>> (j + 16) & 1) << 4;
      out[outOffset + j] = q0 * d + m;
      out[outOffset + j + 16] = q1 * d + m;
    }
  }
}
