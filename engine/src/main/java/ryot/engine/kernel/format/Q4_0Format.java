package ryot.engine.kernel.format;

import java.lang.foreign.MemorySegment;
import ryot.engine.tensor.QuantType;

/**
 * Four bits a value and one scale: {@code value = d * (q - 8)}.
 *
 * <pre>
 *  byte  0        2                                18
 *        +--------+--------------------------------+
 *        | d: f16 | qs: 16 bytes                   |
 *        +--------+--------------------------------+
 *  qs[j], low nibble:  q of value j
 *  qs[j], high nibble: q of value j + 16
 * </pre>
 */
final class Q4_0Format implements BlockFormat {

  private static final int QS = 2;

  @Override
  public QuantType type() {
    return QuantType.Q4_0;
  }

  @Override
  public void decodeBlock(MemorySegment data, long offset, float[] out, int outOffset) {
    float d = LittleEndian.float16(data, offset);
    for (int j = 0; j < 16; j++) {
      int q = LittleEndian.uint8(data, offset + QS + j);
      out[outOffset + j] = ((q & 0xF) - 8) * d;
      out[outOffset + j + 16] = ((q >> 4) - 8) * d;
    }
  }
}
