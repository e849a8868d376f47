package ryot.engine.kernel.format;

import java.lang.foreign.MemorySegment;
import ryot.engine.tensor.QuantType;

/**
 * Microscaling FP4 (OCP MX specification 1.0): values in E2M1, one power-of-two scale in E8M0:
 * {@code value = 2^(e - 127) * e2m1[q]}.
 *
 * <p>The levels here are twice those of E2M1, which makes them integers, and the scale is half.
 *
 * <pre>
 *  byte  0       1                                17
 *        +-------+--------------------------------+
 *        | e: u8 | qs: 16 bytes                   |
 *        +-------+--------------------------------+
 *  qs[j], low nibble:  q of value j
 *  qs[j], high nibble: q of value j + 16
 * </pre>
 */
final class MXFP4Format implements BlockFormat {

  // spotless:off
  private static final byte[] DOUBLED_LEVELS = {
    0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12,
  };
  // spotless:on

  private static final int QS = 1;

  @Override
  public QuantType type() {
    return QuantType.MXFP4;
  }

  @Override
  public void decodeBlock(MemorySegment data, long offset, float[] out, int outOffset) {
    float halfScale = halfScale(LittleEndian.uint8(data, offset));
    for (int j = 0; j < 16; j++) {
      int q = LittleEndian.uint8(data, offset + QS + j);
      out[outOffset + j] = DOUBLED_LEVELS[q & 0xF] * halfScale;
      out[outOffset + j + 16] = DOUBLED_LEVELS[q >> 4] * halfScale;
    }
  }

  /** 2^(e - 128), subnormal for e below 2. */
  private static float halfScale(int e) {
    return Float.intBitsToFloat(e < 2 ? 0x0020_0000 << e : (e - 1) << 23);
  }
}
