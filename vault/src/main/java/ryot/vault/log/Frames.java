package ryot.vault.log;

import java.nio.ByteBuffer;
import ryot.vault.seal.FrameCipher;
import ryot.vault.storage.Storage;

/**
 * How a record's body lies in frames.
 *
 * <pre>
 *   frame     header 16 | sealed plaintext | tag 16        whole sectors, at most 64 KiB
 *   header    magic u8 | sectors u8 | check u16 | counter u32 | commit number u64     in clear
 *   plaintext of a record's first frame:  record header 48 | body …  | zeros
 *             of each further frame:      kind u8 | 0 u8 | frame u16 | body length u32 | body … | zeros
 * </pre>
 *
 * <p>The tag binds the header and the frame's place. The check tells a damaged header from one
 * whose frame a crash tore, before it is known where the frame ends.
 *
 * <p>All frames of a record but the last are full. The sectors of a record are rounded up by Padmé
 * (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs",
 * 2019), so that sizes tell at most {@code log log} of what they would. Numbers have their highest
 * byte first.
 */
final class Frames {
  static final int FRAME_MAX = 64 << 10;
  static final int SECTORS_MAX = FRAME_MAX / Storage.SECTOR;
  static final int HEADER_BYTES = 16;
  static final int OVERHEAD = HEADER_BYTES + FrameCipher.TAG_BYTES;
  static final int AAD_BYTES = Long.BYTES + HEADER_BYTES;
  static final byte MAGIC = 0x52;

  private static final int FIRST_MAX = FRAME_MAX - OVERHEAD - RecordHeader.BYTES;
  private static final int MORE_MAX = FRAME_MAX - OVERHEAD - RecordHeader.MORE_BYTES;

  private static final int[] CRC_TABLE = crcTable();

  private Frames() {}

  /** The bytes that a record with a body of {@code length} bytes takes. */
  static long diskBytes(int length) {
    return (long) Storage.SECTOR * sectors(length);
  }

  static int sectors(int length) {
    int frames = length <= FIRST_MAX ? 1 : 1 + Math.ceilDiv(length - FIRST_MAX, MORE_MAX);
    long bytes =
        length
            + (long) OVERHEAD * frames
            + RecordHeader.BYTES
            + (long) RecordHeader.MORE_BYTES * (frames - 1);
    return padme(Math.toIntExact(Math.ceilDiv(bytes, Storage.SECTOR)));
  }

  /** {@code size} rounded up so that its lower bits are zero, the fewer the smaller it is. */
  static int padme(int size) {
    if (size < 2) {
      return size;
    }
    int exponent = 31 - Integer.numberOfLeadingZeros(size);
    int exponentBits = 32 - Integer.numberOfLeadingZeros(exponent);
    int mask = (1 << Math.max(0, exponent - exponentBits)) - 1;
    return (size + mask) & ~mask;
  }

  static int count(int sectors) {
    return Math.ceilDiv(sectors, SECTORS_MAX);
  }

  /** The bytes of a record's frame number {@code frame}, the record having {@code sectors}. */
  static int frameBytes(int frame, int sectors) {
    return Storage.SECTOR * Math.min(SECTORS_MAX, sectors - frame * SECTORS_MAX);
  }

  /** Where the body bytes of frame number {@code frame} begin in the body. */
  static int bodyStart(int frame) {
    return frame == 0 ? 0 : FIRST_MAX + (frame - 1) * MORE_MAX;
  }

  /** The number of the frame that holds the body's byte {@code at}. */
  static int frameOf(int at) {
    return at < FIRST_MAX ? 0 : 1 + (at - FIRST_MAX) / MORE_MAX;
  }

  /** The bytes of a frame's plaintext before the body's. */
  static int prefixBytes(int frame) {
    return frame == 0 ? RecordHeader.BYTES : RecordHeader.MORE_BYTES;
  }

  /** What a frame is bound to besides its segment, whose key is its own. */
  static void aad(ByteBuffer target, long offset, int sectors, int counter, long commit) {
    target.clear();
    target.putLong(offset);
    header(target, sectors, counter, commit);
    target.flip();
  }

  static void header(ByteBuffer target, int sectors, int counter, long commit) {
    target.put(MAGIC).put((byte) sectors).putShort(check(sectors, counter, commit));
    target.putInt(counter).putLong(commit);
  }

  /**
   * The sectors of the frame whose header is at {@code at}.
   *
   * @return 0 if there is no header
   */
  static int sectors(ByteBuffer source, int at) {
    int sectors = Byte.toUnsignedInt(source.get(at + 1));
    boolean sound =
        source.get(at) == MAGIC
            && sectors <= SECTORS_MAX
            && source.getShort(at + 2) == check(sectors, counter(source, at), commit(source, at));
    return sound ? sectors : 0;
  }

  static int counter(ByteBuffer source, int at) {
    return source.getInt(at + 4);
  }

  static long commit(ByteBuffer source, int at) {
    return source.getLong(at + 8);
  }

  /** CRC-16/CCITT of the rest of a header: it notices every change of few bits. */
  private static short check(int sectors, int counter, long commit) {
    int crc = 0xffff;
    crc = crc(crc, sectors, Byte.SIZE);
    crc = crc(crc, Integer.toUnsignedLong(counter), Integer.SIZE);
    crc = crc(crc, commit, Long.SIZE);
    return (short) crc;
  }

  private static int crc(int before, long value, int bits) {
    int crc = before;
    for (int shift = bits - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      crc = (crc << 8 ^ CRC_TABLE[(crc >>> 8 ^ (int) (value >>> shift)) & 0xff]) & 0xffff;
    }
    return crc;
  }

  private static int[] crcTable() {
    int[] table = new int[256];
    for (int i = 0; i < table.length; i++) {
      int crc = i << 8;
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        crc = (crc & 0x8000) == 0 ? crc << 1 : crc << 1 ^ 0x1021;
      }
      table[i] = crc & 0xffff;
    }
    return table;
  }
}
