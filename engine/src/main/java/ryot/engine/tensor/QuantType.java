package ryot.engine.tensor;

import java.util.Optional;

/**
 * How the values of a tensor are stored: in blocks of {@link #blockSize} values that take {@link
 * #blockBytes} bytes each. Names and ids are those of the GGUF format ({@code ggml_type} in its
 * specification).
 */
public enum QuantType {
  F32(0, 1, 4),
  F16(1, 1, 2),
  Q4_0(2, 32, 18),
  Q4_1(3, 32, 20),
  Q5_0(6, 32, 22),
  Q5_1(7, 32, 24),
  Q8_0(8, 32, 34),
  Q2_K(10, 256, 84),
  Q3_K(11, 256, 110),
  Q4_K(12, 256, 144),
  Q5_K(13, 256, 176),
  Q6_K(14, 256, 210),
  IQ4_NL(20, 32, 18),
  IQ4_XS(23, 256, 136),
  BF16(30, 1, 2),
  TQ1_0(34, 256, 54),
  TQ2_0(35, 256, 66),
  MXFP4(39, 32, 17);

  private final int id;
  private final int blockSize;
  private final int blockBytes;

  QuantType(int id, int blockSize, int blockBytes) {
    this.id = id;
    this.blockSize = blockSize;
    this.blockBytes = blockBytes;
  }

  /** The type whose number in a GGUF file is {@code id}; empty for one this engine cannot read. */
  public static Optional<QuantType> ofId(int id) {
    for (QuantType type : values()) {
      if (type.id == id) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** The number of this type in a GGUF file. */
  public int id() {
    return id;
  }

  /** Values per block. */
  public int blockSize() {
    return blockSize;
  }

  /** Bytes per block. */
  public int blockBytes() {
    return blockBytes;
  }

  /**
   * Bytes that {@code count} consecutive values take.
   *
   * @throws IllegalArgumentException if {@code count} is negative or not a whole number of blocks
   * @throws ArithmeticException if the size does not fit a {@code long}
   */
  public long sizeBytes(long count) {
    if (count < 0 || count % blockSize != 0) {
      throw new IllegalArgumentException(
          count + " values are not a whole number of " + name() + " blocks of " + blockSize);
    }
    return Math.multiplyExact(count / blockSize, (long) blockBytes);
  }
}
