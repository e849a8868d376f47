package ryot.vault.log;

import java.nio.ByteBuffer;

/**
 * What the first frame of a record begins with, under the seal.
 *
 * <pre>
 *   0  kind u8 | 0 u8 | note length u16 | body length u32
 *   8  id 16
 *  24  serial u64 | stream u64
 *  40  parts u32 | 0 u32
 * </pre>
 *
 * @param noteLength bytes of the body that are the note
 * @param bodyLength bytes of note and payload
 * @param serial of a put or remove; of a commit its number
 * @param stream that a part belongs to, or a put takes its parts from, or 0
 * @param parts how many a put takes; of a part its number
 */
record RecordHeader(
    RecordKind kind,
    int noteLength,
    int bodyLength,
    RecordId id,
    long serial,
    long stream,
    int parts) {
  static final int BYTES = 48;
  static final int MORE_BYTES = 8;
  static final RecordId NO_ID = new RecordId(0, 0);

  void write(ByteBuffer target) {
    target.put(kind.code()).put((byte) 0).putShort((short) noteLength).putInt(bodyLength);
    id.write(target);
    target.putLong(serial).putLong(stream).putInt(parts).putInt(0);
  }

  /** Reads what {@link #write} wrote; the bytes are authentic. */
  static RecordHeader read(ByteBuffer source) {
    RecordKind kind = RecordKind.of(source.get());
    source.get();
    int noteLength = Short.toUnsignedInt(source.getShort());
    int bodyLength = source.getInt();
    RecordId id = RecordId.read(source);
    long serial = source.getLong();
    long stream = source.getLong();
    int parts = source.getInt();
    source.getInt();
    return new RecordHeader(kind, noteLength, bodyLength, id, serial, stream, parts);
  }
}
