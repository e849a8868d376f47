package ryot.vault.log;

import java.nio.ByteBuffer;

/**
 * Where a record lies.
 *
 * @param segment the number of its segment
 * @param offset of its first frame, in bytes
 * @param length of its body in bytes: the note, if it has one, and the payload
 */
public record Place(int segment, long offset, int length) {
  static final int BYTES = 16;

  static Place read(ByteBuffer source) {
    return new Place(source.getInt(), source.getLong(), source.getInt());
  }

  void write(ByteBuffer target) {
    target.putInt(segment).putLong(offset).putInt(length);
  }

  /** The bytes that its frames take in the segment. */
  long diskBytes() {
    return Frames.diskBytes(length);
  }
}
