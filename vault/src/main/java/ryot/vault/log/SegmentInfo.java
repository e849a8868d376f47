package ryot.vault.log;

import java.nio.ByteBuffer;
import java.util.Locale;
import ryot.vault.storage.Storage;

/**
 * What the manifest knows of a segment.
 *
 * @param epoch whose key its own is derived from
 * @param salt random; its own key's
 * @param capacity bytes that its file had when it was created
 * @param firstCommit the number that its first commit has or will have
 * @param chainBefore the chain's value before that
 * @param finished whether it will never be written again; what follows is known only then
 * @param length bytes up to the end of its last commit
 * @param lastCommit that commit's number, {@code firstCommit - 1} if there is none
 * @param chainAfter the chain's value after it
 */
record SegmentInfo(
    int number,
    int epoch,
    byte[] salt,
    long capacity,
    long firstCommit,
    byte[] chainBefore,
    boolean finished,
    long length,
    long lastCommit,
    byte[] chainAfter) {
  static final int SALT_BYTES = 32;
  static final int CHAIN_BYTES = 32;

  /** The bytes of its file's header, one sector. */
  static final int HEADER_BYTES = Storage.SECTOR;

  /** What {@link #write} writes. */
  static final int BYTES = 4 + 4 + SALT_BYTES + 8 + 8 + CHAIN_BYTES + 1 + 8 + 8 + CHAIN_BYTES;

  private static final long MAGIC = 0x52594f5453454731L; // "RYOTSEG1"

  static SegmentInfo begun(
      int number, int epoch, byte[] salt, long capacity, long firstCommit, byte[] chainBefore) {
    return new SegmentInfo(
        number,
        epoch,
        salt,
        capacity,
        firstCommit,
        chainBefore,
        false,
        HEADER_BYTES,
        firstCommit - 1,
        chainBefore);
  }

  SegmentInfo finished(long length, long lastCommit, byte[] chainAfter) {
    return new SegmentInfo(
        number,
        epoch,
        salt,
        capacity,
        firstCommit,
        chainBefore,
        true,
        length,
        lastCommit,
        chainAfter);
  }

  String fileName() {
    return fileName(number);
  }

  static String fileName(int number) {
    return String.format(Locale.ROOT, "%08d.seg", number);
  }

  /**
   * What its file begins with; all of it follows from the manifest, so that no bit of it can change
   * unseen.
   *
   * <pre>
   *   0  "RYOTSEG1" | vault id 16 | number u32 | epoch u32 | capacity u64 | salt 32 | zeros to 512
   * </pre>
   */
  byte[] header(byte[] vaultId) {
    return ByteBuffer.allocate(HEADER_BYTES)
        .putLong(MAGIC)
        .put(vaultId)
        .putInt(number)
        .putInt(epoch)
        .putLong(capacity)
        .put(salt)
        .array();
  }

  /**
   * What its leaf in the tree of all segments is of, once it is finished.
   *
   * <pre>
   *   number u32 | first commit u64 | last commit u64 | chain after it 32
   * </pre>
   */
  byte[] seal() {
    return ByteBuffer.allocate(Integer.BYTES + 2 * Long.BYTES + CHAIN_BYTES)
        .putInt(number)
        .putLong(firstCommit)
        .putLong(lastCommit)
        .put(chainAfter)
        .array();
  }

  void write(ByteBuffer target) {
    target.putInt(number).putInt(epoch).put(salt).putLong(capacity).putLong(firstCommit);
    target.put(chainBefore).put((byte) (finished ? 1 : 0)).putLong(length).putLong(lastCommit);
    target.put(chainAfter);
  }

  static SegmentInfo read(ByteBuffer source) {
    return new SegmentInfo(
        source.getInt(),
        source.getInt(),
        bytes(source, SALT_BYTES),
        source.getLong(),
        source.getLong(),
        bytes(source, CHAIN_BYTES),
        source.get() == 1,
        source.getLong(),
        source.getLong(),
        bytes(source, CHAIN_BYTES));
  }

  private static byte[] bytes(ByteBuffer source, int count) {
    byte[] bytes = new byte[count];
    source.get(bytes);
    return bytes;
  }
}
