package ryot.engine.kernel.format;

import java.lang.foreign.MemorySegment;
import ryot.engine.tensor.QuantType;

/**
 * Five bits a value; 8 groups of 32 values, each with a scale and a minimum of six bits: {@code
 * value = (d * scale) * q - (dmin * min)}.
 *
 * <pre>
 *  byte  0        2           4                  16             48                  176
 *        +--------+-----------+------------------+--------------+-------------------+
 *        | d: f16 | dmin: f16 | scales: 12 bytes | qh: 32 bytes | qs: 128 bytes     |
 *        +--------+-----------+------------------+--------------+-------------------+
 *  scales: see {@link KScales}
 *  qs: four quarters of 32 bytes for 64 values each;
 *  qs[32 k + i], low nibble: lower four bits of value 64 k + i; high nibble: of value 64 k + 32 + i
 *  qh[i], bit g: fifth bit of value 32 g + i
 * </pre>
 */
final class Q5_KFormat implements BlockFormat {

  private static final int D_MIN = 2;
  private static final int SCALES = 4;
  private static final int QH = 16;
  private static final int QS = 48;

  @Override
  public QuantType type() {
    return QuantType.Q5_K;
  }

  @Override
  public void decodeBlock(MemorySegment data, long offset, float[] out, int outOffset) {
    float d = LittleEndian.float16(data, offset);
    float dMin = LittleEndian.float16(data, offset + D_MIN);
    for (int group = 0; group < 8; group++) {
      float scale = d * KScales.scale(data, offset + SCALES, group);
      float min = dMin * KScales.min(data, offset + SCALES, group);
      int shift = 4 * (group % 2);
      long qs = offset + QS + 32 * (group / 2);
      for (int i = 0; i < 32; i++) {
        int low = LittleEndian.uint8(data, qs + i) >> shift & 0xF;
        int high = LittleEndian.uint8(data, offset + QH + i) >> group & 1;
        out[outOffset + 32 * group + i] = scale * (low | high << 4) - min;
      }
    }
  }
}
