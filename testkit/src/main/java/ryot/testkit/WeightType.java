package ryot.testkit;

import java.util.Arrays;

/**
 * The tensor types that tests can write, with the reference quantisation of each ({@code
 * quantize_row_*_ref} of ggml). Names and numbers are those of GGUF.
 */
public enum WeightType {
  F32(0, 1),
  F16(1, 1),
  BF16(30, 1),
  Q4_0(2, 32),
  Q4_1(3, 32),
  Q5_0(6, 32),
  Q5_1(7, 32),
  Q8_0(8, 32);

  private final int id;
  private final int blockSize;

  WeightType(int id, int blockSize) {
    this.id = id;
    this.blockSize = blockSize;
  }

  /** The number of this type in a file. */
  public int id() {
    return id;
  }

  /** Values per block. */
  public int blockSize() {
    return blockSize;
  }

  /**
   * The bytes that stand for {@code values}.
   *
   * @param values finite, a whole number of blocks
   */
  public byte[] encode(float[] values) {
    if (values.length % blockSize != 0) {
      throw new IllegalArgumentException(
          values.length + " values are not a whole number of " + this + " blocks of " + blockSize);
    }
    LittleEndianBytes out = new LittleEndianBytes();
    for (int i = 0; i < values.length; i += blockSize) {
      encodeBlock(Arrays.copyOfRange(values, i, i + blockSize), out);
    }
    return out.toArray();
  }

  private void encodeBlock(float[] values, LittleEndianBytes out) {
    switch (this) {
      case F32 -> out.float32(values[0]);
      case F16 -> out.float16(values[0]);
      case BF16 -> out.int16(bfloat16(values[0]));
      case Q4_0 -> encodeSymmetric(values, out, 4);
      case Q4_1 -> encodeWithMinimum(values, out, 4);
      case Q5_0 -> encodeSymmetric(values, out, 5);
      case Q5_1 -> encodeWithMinimum(values, out, 5);
      case Q8_0 -> encodeBytes(values, out);
    }
  }

  /** The upper half of a binary32, rounded to nearest even. */
  private static int bfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    return (bits + 0x7FFF + (bits >>> 16 & 1)) >>> 16;
  }

  /** Q4_0 and Q5_0: the value of largest magnitude becomes the lowest level. */
  private static void encodeSymmetric(float[] values, LittleEndianBytes out, int bits) {
    float extreme = 0;
    for (float value : values) {
      if (Math.abs(value) > Math.abs(extreme)) {
        extreme = value;
      }
    }
    int half = 1 << (bits - 1);
    float scale = extreme / -half;
    float inverse = scale == 0 ? 0 : 1 / scale;
    int[] levels = new int[values.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = Math.min(2 * half - 1, (int) (values[i] * inverse + (half + 0.5f)));
    }
    out.float16(scale);
    writeLevels(levels, out, bits);
  }

  /** Q4_1 and Q5_1: the least value is level 0, the greatest the highest level. */
  private static void encodeWithMinimum(float[] values, LittleEndianBytes out, int bits) {
    float min = values[0];
    float max = values[0];
    for (float value : values) {
      min = value < min ? value : min;
      max = value > max ? value : max;
    }
    int highest = (1 << bits) - 1;
    float scale = (max - min) / highest;
    float inverse = scale == 0 ? 0 : 1 / scale;
    int[] levels = new int[values.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = Math.min(highest, (int) ((values[i] - min) * inverse + 0.5f));
    }
    out.float16(scale).float16(min);
    writeLevels(levels, out, bits);
  }

  /** The fifth bits, if there are any, then two levels a byte, 16 apart. */
  private static void writeLevels(int[] levels, LittleEndianBytes out, int bits) {
    if (bits == 5) {
      int fifth = 0;
      for (int i = 0; i < levels.length; i++) {
        fifth |= (levels[i] >> 4) << i;
      }
      out.int32(fifth);
    }
    for (int i = 0; i < levels.length / 2; i++) {
      out.int8((levels[i] & 0xF) | (levels[i + levels.length / 2] & 0xF) << 4);
    }
  }

  private static void encodeBytes(float[] values, LittleEndianBytes out) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    float scale = largest / 127;
    float inverse = scale == 0 ? 0 : 1 / scale;
    out.float16(scale);
    for (float value : values) {
      out.int8(roundAwayFromZero(value * inverse));
    }
  }

  private static int roundAwayFromZero(float value) {
    int magnitude = (int) Math.round((double) Math.abs(value));
    return value < 0 ? -magnitude : magnitude;
  }
}
