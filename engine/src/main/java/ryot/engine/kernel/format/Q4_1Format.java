package ryot.engine.kernel.format;

import java.lang.foreign.MemorySegment;
import ryot.engine.tensor.QuantType;

/**
 * Four bits a value, a scale and a minimum: {@code value = d * q + m}.
 *
 * <pre>
 *  byte  0        2        4                                20
 *        +--------+--------+--------------------------------+
 *        | d: f16 | m: f16 | qs: 16 bytes                   |
 *        +--------+--------+--------------------------------+
 *  qs[j], low nibble:  q of value j
 *  qs[j], high nibble: q of value j + 16
 * </pre>
 */
final class Q4_1Format implements BlockFormat {

  private static final int M = 2;
  private static final int QS = 4;

  @Override
  public QuantType type() {
    return QuantType.Q4_1;
  }

  @Override
  public void decodeBlock(MemorySegment data, long offset, float[] out, int outOffset) {
    float d = LittleEndian.float16(data, offset);
    float m = LittleEndian.float16(data, offset + M);
    for (int j = 0; j < 16; j++) {
      int q = LittleEndian.uint8(data, offset + QS + j);
      out[outOffset + j] = (q & 0xF) * d + m;
      out[outOffset + j + 16] = (q >> 4) * d + m;
    }
  }
}
