package ryot.engine.kernel.format;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import ryot.engine.tensor.QuantType;

/**
 * One way of storing float32 values in blocks of bytes. Stateless, safe for use by many threads.
 *
 * <p>Offsets need no alignment: a block may start at any byte.
 */
public sealed interface BlockFormat
    permits BF16Format,
        F16Format,
        F32Format,
        IQ4_NLFormat,
        IQ4_XSFormat,
        MXFP4Format,
        Q2_KFormat,
        Q3_KFormat,
        Q4_0Format,
        Q4_1Format,
        Q4_KFormat,
        Q5_0Format,
        Q5_1Format,
        Q5_KFormat,
        Q6_KFormat,
        Q8_0Format,
        TQ1_0Format,
        TQ2_0Format {

  /** The format of {@code type}. */
  static BlockFormat of(QuantType type) {
    return switch (type) {
      case F32 -> new F32Format();
      case F16 -> new F16Format();
      case BF16 -> new BF16Format();
      case Q4_0 -> new Q4_0Format();
      case Q4_1 -> new Q4_1Format();
      case Q5_0 -> new Q5_0Format();
      case Q5_1 -> new Q5_1Format();
      case Q8_0 -> new Q8_0Format();
      case Q2_K -> new Q2_KFormat();
      case Q3_K -> new Q3_KFormat();
      case Q4_K -> new Q4_KFormat();
      case Q5_K -> new Q5_KFormat();
      case Q6_K -> new Q6_KFormat();
      case IQ4_NL -> new IQ4_NLFormat();
      case IQ4_XS -> new IQ4_XSFormat();
      case TQ1_0 -> new TQ1_0Format();
      case TQ2_0 -> new TQ2_0Format();
      case MXFP4 -> new MXFP4Format();
    };
  }

  /** The type whose blocks this format describes. */
  QuantType type();

  /**
   * Decodes one block: the {@code type().blockBytes()} bytes at {@code offset} of {@code data} into
   * {@code out[outOffset .. outOffset + type().blockSize())}.
   *
   * @throws IndexOutOfBoundsException if the block or its values do not fit
   */
  void decodeBlock(MemorySegment data, long offset, float[] out, int outOffset);

  /**
   * Decodes {@code count} values, a whole number of blocks, from {@code offset} of {@code data} on
   * into {@code out[outOffset .. outOffset + count)}.
   *
   * @param offset byte at which the first block starts
   * @throws IllegalArgumentException if {@code count} is not a whole number of blocks
   * @throws IndexOutOfBoundsException if bytes or values do not fit
   */
  default void decode(MemorySegment data, long offset, float[] out, int outOffset, int count) {
    Objects.checkFromIndexSize(offset, type().sizeBytes(count), data.byteSize());
    Objects.checkFromIndexSize(outOffset, count, out.length);
    int blockSize = type().blockSize();
    int blockBytes = type().blockBytes();
    long from = offset;
    for (int i = 0; i < count; i += blockSize) {
      decodeBlock(data, from, out, outOffset + i);
      from += blockBytes;
    }
  }
}
