package ryot.engine.cache;

/**
 * How keys and values are stored: half precision takes half the memory of float32, which is exact,
 * and Q8_0 takes little more than a quarter.
 */
public enum KvType {
  /** Half precision. */
  F16,
  /** Float32. */
  F32,
  /** Bytes, with one half-precision scale for each {@value #SCALE_BLOCK} values of a head. */
  Q8_0;

  /** Values that share a scale in Q8_0; the last of a head may be fewer. */
  public static final int SCALE_BLOCK = 32;

  /** Scales that a head of {@code headSize} values has. */
  public int scalesPerHead(int headSize) {
    return this == Q8_0 ? (headSize + SCALE_BLOCK - 1) / SCALE_BLOCK : 0;
  }

  /** Bytes of {@code headSize} values without their scales. */
  int valueBytes(int headSize) {
    return switch (this) {
      case F16 -> headSize * Short.BYTES;
      case F32 -> headSize * Float.BYTES;
      case Q8_0 -> headSize;
    };
  }

  /** Bytes of {@code headSize} values, scales included. */
  int headBytes(int headSize) {
    return valueBytes(headSize) + scalesPerHead(headSize) * Short.BYTES;
  }
}
