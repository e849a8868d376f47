package ryot.engine.kernel.format;

import java.lang.foreign.MemorySegment;
import ryot.engine.tensor.QuantType;

/**
 * Ternary, four values a byte: {@code value = d * (q - 1)}.
 *
 * <pre>
 *  byte  0                                64       66
 *        +--------------------------------+--------+
 *        | qs: 64 bytes                   | d: f16 |
 *        +--------------------------------+--------+
 *  two halves h of 128 values;
 *  qs[32 h + i], bits 2k and 2k+1: q of value 128 h + 32 k + i
 * </pre>
 */
final class TQ2_0Format implements BlockFormat {

  private static final int D = 64;

  @Override
  public QuantType type() {
    return QuantType.TQ2_0;
  }

  @Override
  public void decodeBlock(MemorySegment data, long offset, float[] out, int outOffset) {
    float d = LittleEndian.float16(data, offset + D);
    for (int i = 0; i < 256; i++) {
      int half = i / 128;
      int shift = 2 * (i % 128 / 32);
      int q = LittleEndian.uint8(data, offset + 32 * half + i % 32) >> shift & 3;
      out[outOffset + i] = (q - 1) * d;
    }
  }
}
