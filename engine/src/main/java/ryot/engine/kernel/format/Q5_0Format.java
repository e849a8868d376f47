package ryot.engine.kernel.format;

import java.lang.foreign.MemorySegment;
import ryot.engine.tensor.QuantType;

/**
 * Five bits a value and one scale: {@code value = d * (q - 16)}.
 *
 * <pre>
 *  byte  0        2            6                                22
 *        +--------+------------+--------------------------------+
 *        | d: f16 | qh: 32 bit | qs: 16 bytes                   |
 *        +--------+------------+--------------------------------+
 *  qs[j], low nibble:  lower four bits of value j
 *  qs[j], high nibble: lower four bits of value j + 16
 *  qh, bit i:          fifth bit of value i
 * </pre>
 */
final class Q5_0Format implements BlockFormat {

  private static final int QH = 2;
  private static final int QS = 6;

  @Override
  public QuantType type() {
    return QuantType.Q5_0;
  }

  @Override
  public void decodeBlock(MemorySegment data, long offset, float[] out, int outOffset) {
    float d = LittleEndian.float16(data, offset);
    int qh = LittleEndian.int32(data, offset + QH);
    for (int j = 0; j < 16; j++) {
      int q = LittleEndian.uint8(data, offset + QS + j);
      int q0 = (q & 0xF) | (qh >>> j & 1) << 4;
      int q1 = (q >> 4) | (qh >>> (j + 16) & 1) << 4;
      out[outOffset + j] = (q0 - 16) * d;
      out[outOffset + j + 16] = (q1 - 16) * d;
    }
  }
}
