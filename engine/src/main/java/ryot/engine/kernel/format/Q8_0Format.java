package ryot.engine.kernel.format;

import java.lang.foreign.MemorySegment;
import ryot.engine.tensor.QuantType;

/**
 * Eight bits a value and one scale: {@code value = d * q}, {@code q} signed.
 *
 * <pre>
 *  byte  0        2                                                                34
 *        +--------+----------------------------------------------------------------+
 *        | d: f16 | q: 32 signed bytes                                             |
 *        +--------+----------------------------------------------------------------+
 * </pre>
 */
final class Q8_0Format implements BlockFormat {

  private static final int QS = 2;

  @Override
  public QuantType type() {
    return QuantType.Q8_0;
  }

  @Override
  public void decodeBlock(MemorySegment data, long offset, float[] out, int outOffset) {
    float d = LittleEndian.float16(data, offset);
    for (int j = 0; j < 32; j++) {
      out[outOffset + j] = LittleEndian.int8(data, offset + QS + j) * d;
    }
  }
}
