package ryot.engine.kernel.format;

import java.lang.foreign.MemorySegment;
import ryot.engine.tensor.QuantType;

/**
 * Ternary, five values a byte: {@code value = d * t}, {@code t} in {-1, 0, 1}.
 *
 * <p>A byte holds the digits of a number in base 3 as a fixed-point fraction: times 3, the carry
 * out of the byte is the next digit, so digit {@code n} of byte {@code b} is the carry of {@code 3
 * * (b * 3^n mod 256)}.
 *
 * <pre>
 *  byte  0                                48            52       54
 *        +--------------------------------+-------------+--------+
 *        | qs: 48 bytes                   | qh: 4 bytes | d: f16 |
 *        +--------------------------------+-------------+--------+
 *  values   0..159: digit n of qs[m],      value 32 n + m,       n = 0..4, m = 0..31
 *  values 160..239: digit n of qs[32 + m], value 160 + 16 n + m, n = 0..4, m = 0..15
 *  values 240..255: digit n of qh[m],      value 240 + 4 n + m,  n = 0..3, m = 0..3
 * </pre>
 */
final class TQ1_0Format implements BlockFormat {

  private static final int QH = 48;
  private static final int D = 52;
  private static final int[] POWERS_OF_3 = {1, 3, 9, 27, 81};

  @Override
  public QuantType type() {
    return QuantType.TQ1_0;
  }

  @Override
  public void decodeBlock(MemorySegment data, long offset, float[] out, int outOffset) {
    float d = LittleEndian.float16(data, offset + D);
    decodeRun(data, offset, 32, 5, d, out, outOffset);
    decodeRun(data, offset + 32, 16, 5, d, out, outOffset + 160);
    decodeRun(data, offset + QH, 4, 4, d, out, outOffset + 240);
  }

  private static void decodeRun(
      MemorySegment data, long from, int bytes, int digits, float d, float[] out, int outOffset) {
    for (int n = 0; n < digits; n++) {
      for (int m = 0; m < bytes; m++) {
        int fraction = LittleEndian.uint8(data, from + m) * POWERS_OF_3[n] & 0xFF;
        int digit = (fraction * 3) >> 8;
        out[outOffset + bytes * n + m] = (digit - 1) * d;
      }
    }
  }
}
