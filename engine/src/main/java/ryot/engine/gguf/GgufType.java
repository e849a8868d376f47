package ryot.engine.gguf;

import java.util.Locale;
import java.util.Optional;

/** The 13 types of metadata values, in the order of their numbers in a file, from 0. */
public enum GgufType {
  UINT8(1),
  INT8(1),
  UINT16(2),
  INT16(2),
  UINT32(4),
  INT32(4),
  FLOAT32(4),
  /** One byte, 0 or 1. */
  BOOL(1),
  /** A 64-bit length, then so many bytes of UTF-8. */
  STRING(8),
  /** The type of the elements (32 bits), their number (64 bits), the elements. */
  ARRAY(12),
  UINT64(8),
  INT64(8),
  FLOAT64(8);

  private final int sizeBytesMin;

  GgufType(int sizeBytesMin) {
    this.sizeBytesMin = sizeBytesMin;
  }

  /** The type whose number is {@code id}. */
  static Optional<GgufType> ofId(int id) {
    GgufType[] types = values();
    return id >= 0 && id < types.length ? Optional.of(types[id]) : Optional.empty();
  }

  /** Bytes that a value takes at least: exactly for numbers, the empty one for the others. */
  int sizeBytesMin() {
    return sizeBytesMin;
  }

  /** The name in GGUF's own spelling, such as {@code uint32}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
