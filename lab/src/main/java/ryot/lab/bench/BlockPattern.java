package ryot.lab.bench;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import ryot.engine.tensor.QuantType;

/**
 * Which bits of a block are drawn and which are given, so that random blocks decode to numbers with
 * a mean of about 0 and a chosen standard deviation: scales are given, levels are drawn.
 *
 * <pre>
 *   F32 F16 BF16   sign and mantissa drawn, the exponent given
 *   Q4_0 Q5_0      d | levels            d (q - 8), d (q - 16)
 *   Q4_1 Q5_1      d | m | levels        d q + m
 *   Q8_0           d | levels            d q; odd levels only, as no file has -128
 *   Q4_K Q5_K      d | dmin | 12 bytes of scales and minima, all 32 | levels
 *   Q6_K           levels | 16 scales, all 16 | d
 * </pre>
 *
 * Layouts: {@code ggml-common.h}.
 */
final class BlockPattern {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Standard deviation of float magnitudes that are even over [1, 2), with either sign. */
  private static final double FLOAT_SPREAD = 1.53;

  private static final int K_SCALE = 32;
  private static final int Q6_K_SCALE = 16;

  /** Of each byte of a block, the bits that are drawn. */
  private final byte[] drawn;

  /** The other bits. */
  private final byte[] given;

  private BlockPattern(int blockBytes) {
    drawn = new byte[blockBytes];
    given = new byte[blockBytes];
    Arrays.fill(drawn, (byte) -1);
  }

  /**
   * The pattern of {@code type}.
   *
   * @param spread standard deviation of the values, about; from 0.001 to 1
   * @throws IllegalArgumentException for a type that no {@link WeightMix} has
   */
  static BlockPattern of(QuantType type, double spread) {
    BlockPattern pattern = new BlockPattern(type.blockBytes());
    int exponent = Math.getExponent(spread / FLOAT_SPREAD);
    switch (type) {
      case F32 -> pattern.giveBits(0, 0x7f80_0000, (exponent + 127) << 23);
      case F16 -> pattern.giveBits(0, 0x7c00, (exponent + 15) << 10);
      case BF16 -> pattern.giveBits(0, 0x7f80, (exponent + 127) << 7);
      case Q4_0 -> pattern.giveHalf(0, spread / deviation(16));
      case Q5_0 -> pattern.giveHalf(0, spread / deviation(32));
      case Q4_1 -> pattern.giveScaleAndMinimum(spread / deviation(16), -7.5);
      case Q5_1 -> pattern.giveScaleAndMinimum(spread / deviation(32), -15.5);
      case Q8_0 -> {
        pattern.giveHalf(0, spread / deviation(256));
        for (int i = 2; i < type.blockBytes(); i++) {
          pattern.giveBits(i, 1, 1);
        }
      }
      case Q4_K -> pattern.giveKScales(spread / deviation(16), 7.5);
      case Q5_K -> pattern.giveKScales(spread / deviation(32), 15.5);
      case Q6_K -> {
        for (int i = 192; i < 208; i++) {
          pattern.giveBits(i, 0xff, Q6_K_SCALE);
        }
        pattern.giveHalf(208, spread / deviation(64) / Q6_K_SCALE);
      }
      default -> throw new IllegalArgumentException("no random weights in " + type);
    }
    return pattern;
  }

  /** Standard deviation of {@code levels} neighbouring integers, all equally likely. */
  private static double deviation(int levels) {
    return Math.sqrt((levels * (double) levels - 1) / 12);
  }

  /** Fills {@code data}, whole blocks, from {@code random}. */
  void fill(MemorySegment data, SplittableRandom random) {
    long[] masks = words(drawn);
    long[] bits = words(given);
    long words = data.byteSize() / Long.BYTES;
    int phase = 0;
    for (long word = 0; word < words; word++) {
      data.set(LONG, word * Long.BYTES, (random.nextLong() & masks[phase]) | bits[phase]);
      phase = phase + 1 == masks.length ? 0 : phase + 1;
    }
    for (long at = words * Long.BYTES; at < data.byteSize(); at++) {
      int in = (int) (at % given.length);
      data.set(ValueLayout.JAVA_BYTE, at, (byte) ((random.nextInt() & drawn[in]) | given[in]));
    }
  }

  /** Eight blocks, which are whole words whatever their size. */
  private static long[] words(byte[] block) {
    ByteBuffer blocks = ByteBuffer.allocate(Long.BYTES * block.length);
    while (blocks.hasRemaining()) {
      blocks.put(block);
    }
    long[] words = new long[block.length];
    blocks.flip().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(words);
    return words;
  }

  /** Gives the bits of {@code mask} from byte {@code at} on, the lowest first. */
  private void giveBits(int at, int mask, int bits) {
    for (int i = 0; mask >>> (Byte.SIZE * i) != 0 && i < Integer.BYTES; i++) {
      int byteMask = (mask >>> (Byte.SIZE * i)) & 0xff;
      int byteBits = (bits >>> (Byte.SIZE * i)) & byteMask;
      drawn[at + i] = (byte) (drawn[at + i] & ~byteMask);
      given[at + i] = (byte) (given[at + i] | byteBits);
    }
  }

  private void giveHalf(int at, double value) {
    giveBits(at, 0xffff, Float.floatToFloat16((float) value));
  }

  private void giveScaleAndMinimum(double scale, double minimum) {
    giveHalf(0, scale);
    giveHalf(2, scale * minimum);
  }

  /**
   * Eight scales and eight minima of six bits, all 32: {@code d 32 q - dmin 32}. The first four of
   * each have a byte of their own, whose upper two bits are the upper two of one of the last four;
   * the lower four bits of those are all 0.
   */
  private void giveKScales(double scale, double middle) {
    giveHalf(0, scale / K_SCALE);
    giveHalf(2, scale / K_SCALE * middle);
    for (int i = 4; i < 12; i++) {
      giveBits(i, 0xff, 0b10_100000);
    }
    for (int i = 12; i < 16; i++) {
      giveBits(i, 0xff, 0);
    }
  }
}
