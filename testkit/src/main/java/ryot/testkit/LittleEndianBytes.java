package ryot.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A growing run of bytes, written as GGUF files are: little-endian, strings with their length. */
public final class LittleEndianBytes {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** The lowest {@code count} bytes of {@code value}, the lowest first. */
  private LittleEndianBytes integer(long value, int count) {
    for (int i = 0; i < count; i++) {
      out.write((int) (value >>> (8 * i)));
    }
    return this;
  }

  /** Appends one byte. */
  public LittleEndianBytes int8(int value) {
    return integer(value, 1);
  }

  /** Appends two bytes. */
  public LittleEndianBytes int16(int value) {
    return integer(value, 2);
  }

  /** Appends four bytes. */
  public LittleEndianBytes int32(long value) {
    return integer(value, 4);
  }

  /** Appends eight bytes. */
  public LittleEndianBytes int64(long value) {
    return integer(value, 8);
  }

  /** Appends an IEEE 754 binary16, rounded to nearest even. */
  public LittleEndianBytes float16(float value) {
    return int16(Float.floatToFloat16(value));
  }

  /** Appends an IEEE 754 binary32. */
  public LittleEndianBytes float32(float value) {
    return int32(Float.floatToRawIntBits(value));
  }

  /** Appends an IEEE 754 binary64. */
  public LittleEndianBytes float64(double value) {
    return int64(Double.doubleToRawLongBits(value));
  }

  /** Appends a 64-bit length and the UTF-8 of {@code text}. */
  public LittleEndianBytes string(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return int64(utf8.length).bytes(utf8);
  }

  /** Appends bytes as they are. */
  public LittleEndianBytes bytes(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /** Appends zeros up to a size that is a multiple of {@code alignment}. */
  public LittleEndianBytes padTo(int alignment) {
    while (out.size() % alignment != 0) {
      out.write(0);
    }
    return this;
  }

  /** Number of bytes so far. */
  public int size() {
    return out.size();
  }

  /** A copy of the bytes so far. */
  public byte[] toArray() {
    return out.toByteArray();
  }
}
