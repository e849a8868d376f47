package ryot.engine.kernel.format;

import java.lang.foreign.MemorySegment;
import ryot.engine.tensor.QuantType;

/**
 * Six bits a value; 16 groups of 16 values, each with a signed scale of eight bits: {@code value =
 * (d * scale) * (q - 32)}.
 *
 * <pre>
 *  byte  0                       128            192                208      210
 *        +-----------------------+--------------+------------------+--------+
 *        | ql: 128 bytes         | qh: 64 bytes | scales: 16 bytes | d: f16 |
 *        +-----------------------+--------------+------------------+--------+
 *  two halves h of 128 values, each four quarters k of 32 values; value 128 h + 32 k + i has
 *    lower four bits: ql[64 h + 32 (k mod 2) + i], low nibble for k &lt; 2, high nibble for k >= 2
 *    upper two bits:  qh[32 h + i], bits 2k and 2k+1
 *  scales[g]: signed scale of values 16 g .. 16 g + 15
 * </pre>
 */
final class Q6_KFormat implements BlockFormat {

  private static final int QH = 128;
  private static final int SCALES = 192;
  private static final int D = 208;

  @Override
  public QuantType type() {
    return QuantType.Q6_K;
  }

  @Override
  public void decodeBlock(MemorySegment data, long offset, float[] out, int outOffset) {
    float d = LittleEndian.float16(data, offset + D);
    for (int group = 0; group < 16; group++) {
      float scale = d * LittleEndian.int8(data, offset + SCALES + group);
      int half = group / 8;
      int quarter = group % 8 / 2;
      int column = 16 * (group % 2);
      long ql = offset + 64 * half + 32 * (quarter % 2) + column;
      long qh = offset + QH + 32 * half + column;
      for (int i = 0; i < 16; i++) {
        int low = LittleEndian.uint8(data, ql + i) >> (4 * (quarter / 2)) & 0xF;
        int high = LittleEndian.uint8(data, qh + i) >> (2 * quarter) & 3;
        out[outOffset + 16 * group + i] = scale * ((low | high << 4) - 32);
      }
    }
  }
}
