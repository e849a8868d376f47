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
    permits Bf16Format,
        F16Format,
        F32Format,
        Iq4NlFormat,
        Iq4XsFormat,
        Mxfp4Format,
        Q2KFormat,
        Q3KFormat,
        Q40Format,
        Q41Format,
        Q4KFormat,
        Q50Format,
        Q51Format,
        Q5KFormat,
        Q6KFormat,
        Q80Format,
        Tq10Format,
        Tq20Format {

  /** The format of {@code type}. */
  static BlockFormat of(QuantType type) {
    return switch (type) {
      case F32 -> new F32Format();
      case F16 -> new F16Format();
      case BF16 -> new Bf16Format();
      case Q4_0 -> new Q40Format();
      case Q4_1 -> new Q41Format();
      case Q5_0 -> new Q50Format();
      case Q5_1 -> new Q51Format();
      case Q8_0 -> new Q80Format();
      case Q2_K -> new Q2KFormat();
      case Q3_K -> new Q3KFormat();
      case Q4_K -> new Q4KFormat();
      case Q5_K -> new Q5KFormat();
      case Q6_K -> new Q6KFormat();
      case IQ4_NL -> new Iq4NlFormat();
      case IQ4_XS -> new Iq4XsFormat();
      case TQ1_0 -> new Tq10Format();
      case TQ2_0 -> new Tq20Format();
      case MXFP4 -> new Mxfp4Format();
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
