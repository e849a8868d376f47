package ryot.vault.log;

import java.nio.ByteBuffer;

/** What a record is known by: 16 bytes that say nothing, such as a keyed hash of a name. */
public record RecordId(long high, long low) {
  /** Its size in bytes. */
  public static final int BYTES = 16;

  /** The id in the first 16 of {@code bytes}. */
  public static RecordId of(byte[] bytes) {
    return read(ByteBuffer.wrap(bytes));
  }

  static RecordId read(ByteBuffer source) {
    return new RecordId(source.getLong(), source.getLong());
  }

  void write(ByteBuffer target) {
    target.putLong(high).putLong(low);
  }
}
