package ryot.engine.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A place in a GGUF file and the reading of its elementary values, little-endian and unaligned. No
 * read passes the end of the file or {@link #DIRECTORY_BYTES_MAX}; {@code what} names the thing
 * being read for the message if it would.
 */
final class GgufCursor {

  private static final ValueLayout.OfShort INT16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong INT64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Bounds what a hostile file can make us allocate; the largest known directories take 1/10. */
  private static final long DIRECTORY_BYTES_MAX = 1L << 27;

  private static final char REPLACEMENT = '\uFFFD';

  private final MemorySegment data;
  private final String file;
  private long position;

  /**
   * Starts at byte 0.
   *
   * @param file name for messages
   */
  GgufCursor(MemorySegment data, String file) {
    this.data = data;
    this.file = file;
  }

  String file() {
    return file;
  }

  long position() {
    return position;
  }

  /** Bytes that may still be read. */
  long remaining() {
    return Math.min(data.byteSize(), DIRECTORY_BYTES_MAX) - position;
  }

  /** For a message: how much may still be read, and what to do if that is too little. */
  String describeRemaining() {
    return data.byteSize() <= DIRECTORY_BYTES_MAX
        ? "%d bytes are left in the file; %s".formatted(remaining(), GgufReader.REMEDY)
        : "%d bytes are left of the first %d, where metadata and tensor directory must end; %s"
            .formatted(remaining(), DIRECTORY_BYTES_MAX, GgufReader.REMEDY);
  }

  byte int8(String what) {
    return data.get(ValueLayout.JAVA_BYTE, advance(1, what));
  }

  short int16(String what) {
    return data.get(INT16, advance(2, what));
  }

  int int32(String what) {
    return data.get(INT32, advance(4, what));
  }

  long int64(String what) {
    return data.get(INT64, advance(8, what));
  }

  /** A 64-bit length and so many bytes of UTF-8, at most {@code maxBytes}. */
  String string(String what, int maxBytes) {
    long start = position;
    long length = int64(what);
    if (length < 0 || length > remaining()) {
      throw malformed(
          start,
          "%s claims %s bytes, %s"
              .formatted(what, Long.toUnsignedString(length), describeRemaining()));
    }
    if (length > maxBytes) {
      throw malformed(
          start, "%s has %d bytes, at most %d are allowed".formatted(what, length, maxBytes));
    }
    byte[] bytes = new byte[(int) length];
    MemorySegment.copy(data, ValueLayout.JAVA_BYTE, advance(length, what), bytes, 0, bytes.length);
    return decodeUtf8(bytes, what, start);
  }

  /** The exception for what is wrong at {@code at}. */
  MalformedGgufException malformed(long at, String problem) {
    return new MalformedGgufException(file, at, problem);
  }

  /** A decoder that reports errors is slow, so it is asked only where something was replaced. */
  private String decodeUtf8(byte[] bytes, String what, long start) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) < 0) {
      return text;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      MalformedGgufException malformed = malformed(start, what + " is not valid UTF-8");
      malformed.initCause(e);
      throw malformed;
    }
  }

  private long advance(long bytes, String what) {
    if (bytes > remaining()) {
      throw malformed(
          position, "%s takes %d bytes, %s".formatted(what, bytes, describeRemaining()));
    }
    long at = position;
    position += bytes;
    return at;
  }
}
