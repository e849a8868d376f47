package ryot.engine.kernel.format;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import ryot.engine.tensor.QuantType;

/**
 * The storage types whose weights are small integers times the scale of their group, some with a
 * number that is added to each of the group: {@code value = scale * q + offset}. Products with
 * integer activations are exact within a group. Stateless.
 */
public enum IntegerBlocks {
  /** See {@link Q4_0Format}. */
  Q4_0(32, false),
  /** See {@link Q4_1Format}. */
  Q4_1(32, true),
  /** See {@link Q5_0Format}. */
  Q5_0(32, false),
  /** See {@link Q5_1Format}. */
  Q5_1(32, true),
  /** See {@link Q8_0Format}. */
  Q8_0(32, false),
  /** See {@link Q2_KFormat}. */
  Q2_K(16, true),
  /** See {@link Q3_KFormat}. */
  Q3_K(16, false),
  /** See {@link Q4_KFormat}. */
  Q4_K(32, true),
  /** See {@link Q5_KFormat}. */
  Q5_K(32, true),
  /** See {@link Q6_KFormat}. */
  Q6_K(16, false),
  /** See {@link IQ4_NLFormat}. */
  IQ4_NL(32, false),
  /** See {@link IQ4_XSFormat}. */
  IQ4_XS(32, false);

  private final int group;
  private final boolean offsets;

  IntegerBlocks(int group, boolean offsets) {
    this.group = group;
    this.offsets = offsets;
  }

  /** That of {@code type}; empty for those that are not products of an integer and a scale. */
  public static Optional<IntegerBlocks> of(QuantType type) {
    return switch (type) {
      case Q4_0 -> Optional.of(Q4_0);
      case Q4_1 -> Optional.of(Q4_1);
      case Q5_0 -> Optional.of(Q5_0);
      case Q5_1 -> Optional.of(Q5_1);
      case Q8_0 -> Optional.of(Q8_0);
      case Q2_K -> Optional.of(Q2_K);
      case Q3_K -> Optional.of(Q3_K);
      case Q4_K -> Optional.of(Q4_K);
      case Q5_K -> Optional.of(Q5_K);
      case Q6_K -> Optional.of(Q6_K);
      case IQ4_NL -> Optional.of(IQ4_NL);
      case IQ4_XS -> Optional.of(IQ4_XS);
      case F32, F16, BF16, TQ1_0, TQ2_0, MXFP4 -> Optional.empty();
    };
  }

  /** Values that share a scale and an offset: 16 or 32. */
  public int group() {
    return group;
  }

  /** Whether groups have offsets. */
  public boolean hasOffsets() {
    return offsets;
  }

  /** Numbers that {@link #decode} writes for {@code columns} values. */
  public int decodedSize(int columns) {
    return columns + columns / group * (offsets ? 2 : 1);
  }

  /**
   * Decodes the {@code columns} values from byte {@code offset} of {@code data} on: to {@code out}
   * from {@code at} on the integers, behind them the groups' scales, behind those their offsets, if
   * there are any.
   */
  public void decode(MemorySegment data, long offset, int columns, float[] out, int at) {
    int scales = at + columns;
    int added = scales + columns / group;
    QuantType type = type();
    long from = offset;
    for (int c = 0; c < columns; c += type.blockSize(), from += type.blockBytes()) {
      int scale = scales + c / group;
      int add = added + c / group;
      switch (this) {
        case Q4_0 -> {
          out[scale] = LittleEndian.float16(data, from);
          nibbles(data, from + 2, 8, out, at + c);
        }
        case Q4_1 -> {
          out[scale] = LittleEndian.float16(data, from);
          out[add] = LittleEndian.float16(data, from + 2);
          nibbles(data, from + 4, 0, out, at + c);
        }
        case Q5_0 -> {
          out[scale] = LittleEndian.float16(data, from);
          fiveBits(data, from + 2, 16, out, at + c);
        }
        case Q5_1 -> {
          out[scale] = LittleEndian.float16(data, from);
          out[add] = LittleEndian.float16(data, from + 2);
          fiveBits(data, from + 4, 0, out, at + c);
        }
        case Q8_0 -> {
          out[scale] = LittleEndian.float16(data, from);
          for (int i = 0; i < 32; i++) {
            out[at + c + i] = LittleEndian.int8(data, from + 2 + i);
          }
        }
        case Q2_K -> decodeQ2K(data, from, out, at + c, scale, add);
        case Q3_K -> decodeQ3K(data, from, out, at + c, scale);
        case Q4_K -> decodeK(data, from, 0, out, at + c, scale, add);
        case Q5_K -> decodeK(data, from, 32, out, at + c, scale, add);
        case Q6_K -> decodeQ6K(data, from, out, at + c, scale);
        case IQ4_NL -> {
          out[scale] = LittleEndian.float16(data, from);
          levels(data, from + 2, out, at + c);
        }
        case IQ4_XS -> decodeIQ4XS(data, from, out, at + c, scale);
      }
    }
  }

  private QuantType type() {
    return QuantType.valueOf(name());
  }

  private static void nibbles(MemorySegment data, long from, int zero, float[] out, int at) {
    for (int i = 0; i < 16; i++) {
      int two = LittleEndian.uint8(data, from + i);
      out[at + i] = (two & 0xF) - zero;
      out[at + i + 16] = (two >> 4) - zero;
    }
  }

  /** Fifth bits, then nibbles. */
  private static void fiveBits(MemorySegment data, long from, int zero, float[] out, int at) {
    int fifth = LittleEndian.int32(data, from);
    nibbles(data, from + 4, zero, out, at);
    for (int i = 0; i < 32; i++) {
      out[at + i] += (fifth >>> i & 1) << 4;
    }
  }

  private static void levels(MemorySegment data, long from, float[] out, int at) {
    nibbles(data, from, 0, out, at);
    for (int i = 0; i < 32; i++) {
      out[at + i] = Iq4Codebook.level((int) out[at + i]);
    }
  }

  private static void decodeIQ4XS(MemorySegment data, long from, float[] out, int at, int scale) {
    float d = LittleEndian.float16(data, from);
    for (int g = 0; g < 8; g++) {
      out[scale + g] = d * IQ4_XSFormat.scale(data, from, g);
      levels(data, from + IQ4_XSFormat.QS + 16 * g, out, at + 32 * g);
    }
  }

  private static void decodeQ2K(
      MemorySegment data, long from, float[] out, int at, int scale, int add) {
    float d = LittleEndian.float16(data, from + Q2_KFormat.D);
    float dMin = LittleEndian.float16(data, from + Q2_KFormat.D_MIN);
    for (int g = 0; g < 16; g++) {
      int both = LittleEndian.uint8(data, from + g);
      out[scale + g] = d * (both & 0xF);
      out[add + g] = -(dMin * (both >> 4));
      twoBits(data, from + Q2_KFormat.QS, g, out, at);
    }
  }

  private static void decodeQ3K(MemorySegment data, long from, float[] out, int at, int scale) {
    float d = LittleEndian.float16(data, from + Q3_KFormat.D);
    for (int g = 0; g < 16; g++) {
      out[scale + g] = d * (Q3_KFormat.scale(data, from + Q3_KFormat.SCALES, g) - 32);
      twoBits(data, from + Q3_KFormat.QS, g, out, at);
      for (int i = 0; i < 16; i++) {
        int high = LittleEndian.uint8(data, from + 16 * (g % 2) + i) >> (g / 2) & 1;
        out[at + 16 * g + i] += (high << 2) - 4;
      }
    }
  }

  /** Group {@code group} of the 256 two-bit numbers of Q2_K and Q3_K. */
  private static void twoBits(MemorySegment data, long from, int group, float[] out, int at) {
    long bytes = from + 32 * (group / 8) + 16 * (group % 2);
    int shift = 2 * (group % 8 / 2);
    for (int i = 0; i < 16; i++) {
      out[at + 16 * group + i] = LittleEndian.uint8(data, bytes + i) >> shift & 3;
    }
  }

  /**
   * A block of Q4_K or Q5_K.
   *
   * @param fifthBytes bytes of fifth bits between scales and nibbles
   */
  private static void decodeK(
      MemorySegment data, long from, int fifthBytes, float[] out, int at, int scale, int add) {
    float d = LittleEndian.float16(data, from);
    float dMin = LittleEndian.float16(data, from + 2);
    for (int g = 0; g < 8; g++) {
      out[scale + g] = d * KScales.scale(data, from + 4, g);
      out[add + g] = -(dMin * KScales.min(data, from + 4, g));
      long nibbles = from + 16 + fifthBytes + 32 * (g / 2);
      int shift = 4 * (g % 2);
      for (int i = 0; i < 32; i++) {
        int fifth = fifthBytes == 0 ? 0 : LittleEndian.uint8(data, from + 16 + i) >> g & 1;
        int low = LittleEndian.uint8(data, nibbles + i) >> shift & 0xF;
        out[at + 32 * g + i] = low | fifth << 4;
      }
    }
  }

  private static void decodeQ6K(MemorySegment data, long from, float[] out, int at, int scale) {
    float d = LittleEndian.float16(data, from + 208);
    for (int g = 0; g < 16; g++) {
      out[scale + g] = d * LittleEndian.int8(data, from + 192 + g);
      int half = g / 8;
      int quarter = g % 8 / 2;
      int column = 16 * (g % 2);
      long low = from + 64 * half + 32 * (quarter % 2) + column;
      long high = from + 128 + 32 * half + column;
      for (int i = 0; i < 16; i++) {
        int four = LittleEndian.uint8(data, low + i) >> (4 * (quarter / 2)) & 0xF;
        int two = LittleEndian.uint8(data, high + i) >> (2 * quarter) & 3;
        out[at + 16 * g + i] = (four | two << 4) - 32;
      }
    }
  }
}
