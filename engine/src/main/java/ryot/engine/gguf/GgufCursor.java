package ryot.engine.gguf;

import java.lang.foreign.MemorySegment;
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

  /** Bounds what a hostile file can make us allocate; the largest known directories take 1/10. */
  private static final int DIRECTORY_BYTES_MAX = 1 << 27;

  private static final char REPLACEMENT = '\uFFFD';

  /** What may be read: no more than an int can index. */
  private final ByteBuffer bytes;

  private final boolean reachesEnd;
  private final String file;

  /**
   * Starts at byte 0.
   *
   * @param file name for messages
   */
  GgufCursor(MemorySegment data, String file) {
    long readable = Math.min(data.byteSize(), DIRECTORY_BYTES_MAX);
    this.bytes = data.asSlice(0, readable).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    this.reachesEnd = readable == data.byteSize();
    this.file = file;
  }

  String file() {
    return file;
  }

  long position() {
    return bytes.position();
  }

  /** Bytes that may still be read. */
  int remaining() {
    return bytes.remaining();
  }

  /** For a message: how much may still be read, and what to do if that is too little. */
  String describeRemaining() {
    return reachesEnd
        ? "%d bytes are left in the file; %s".formatted(remaining(), GgufReader.REMEDY)
        : "%d bytes are left of the first %d, where metadata and tensor directory must end; %s"
            .formatted(remaining(), DIRECTORY_BYTES_MAX, GgufReader.REMEDY);
  }

  byte int8(String what) {
    require(1, what);
    return bytes.get();
  }

  short int16(String what) {
    require(Short.BYTES, what);
    return bytes.getShort();
  }

  int int32(String what) {
    require(Integer.BYTES, what);
    return bytes.getInt();
  }

  long int64(String what) {
    require(Long.BYTES, what);
    return bytes.getLong();
  }

  /** A 64-bit length and so many bytes of UTF-8, at most {@code maxBytes}. */
  String string(String what, int maxBytes) {
    long start = position();
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
    byte[] utf8 = new byte[(int) length];
    bytes.get(utf8);
    return decodeUtf8(utf8, what, start);
  }

  /** The exception for what is wrong at {@code at}. */
  MalformedGgufException malformed(long at, String problem) {
    return new MalformedGgufException(file, at, problem);
  }

  /** A decoder that reports errors is slow, so it is asked only where something was replaced. */
  private String decodeUtf8(byte[] utf8, String what, long start) {
    String text = new String(utf8, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) < 0) {
      return text;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      MalformedGgufException malformed = malformed(start, what + " is not valid UTF-8");
      malformed.initCause(e);
      throw malformed;
    }
  }

  private void require(int count, String what) {
    if (count > remaining()) {
      throw malformed(
          position(), "%s takes %d bytes, %s".formatted(what, count, describeRemaining()));
    }
  }
}
