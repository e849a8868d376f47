package ryot.engine.kernel.format;

import java.lang.foreign.MemorySegment;
import ryot.engine.tensor.QuantType;

/**
 * Two bits a value; 16 groups of 16 values, each with a scale and a minimum of four bits: {@code
 * value = (d * scale) * q - (dmin * min)}.
 *
 * <pre>
 *  byte  0                  16                       80       82          84
 *        +------------------+------------------------+--------+-----------+
 *        | scales: 16 bytes | qs: 64 bytes           | d: f16 | dmin: f16 |
 *        +------------------+------------------------+--------+-----------+
 *  scales[g], low nibble: scale of group g; high nibble: its min
 *  qs: two halves of 32 bytes for 128 values each;
 *  qs[32 h + i], bits 2k and 2k+1: q of value 128 h + 32 k + i
 * </pre>
 */
final class Q2_KFormat implements BlockFormat {

  static final int QS = 16;
  static final int D = 80;
  static final int D_MIN = 82;

  @Override
  public QuantType type() {
    return QuantType.Q2_K;
  }

  @Override
  public void decodeBlock(MemorySegment data, long offset, float[] out, int outOffset) {
    float d = LittleEndian.float16(data, offset + D);
    float dMin = LittleEndian.float16(data, offset + D_MIN);
    for (int group = 0; group < 16; group++) {
      int packed = LittleEndian.uint8(data, offset + group);
      float scale = d * (packed & 0xF);
      float min = dMin * (packed >> 4);
      int half = group / 8;
      int shift = 2 * (group % 8 / 2);
      long qs = offset + QS + 32 * half + 16 * (group % 2);
      for (int i = 0; i < 16; i++) {
        int q = LittleEndian.uint8(data, qs + i) >> shift & 3;
        out[outOffset + 16 * group + i] = scale * q - min;
      }
    }
  }
}
