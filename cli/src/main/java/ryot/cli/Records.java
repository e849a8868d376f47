package ryot.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Records {@code [u32 little-endian length][bytes]} on their way to a writer of blocks: none is
 * divided between two blocks that fits into one.
 */
final class Records {

  /** Text of a block, at most. */
  private static final int BLOCK_BYTES = 65_535;

  private Records() {}

  /**
   * Copies all records; what is none at the end is copied too.
   *
   * @param out begins a new block when it is flushed
   */
  static void copy(InputStream in, OutputStream out) throws IOException {
    int held = 0;
    while (true) {
      byte[] head = in.readNBytes(Integer.BYTES);
      long length = head.length < Integer.BYTES ? 0 : littleEndian(head);
      if (held > 0 && held + head.length + length > BLOCK_BYTES) {
        out.flush();
        held = 0;
      }
      out.write(head);
      if (head.length < Integer.BYTES) {
        return;
      }
      held = (int) Math.min(BLOCK_BYTES, held + Integer.BYTES + length);
      for (long left = length; left > 0; ) {
        byte[] part = in.readNBytes((int) Math.min(left, BLOCK_BYTES));
        if (part.length == 0) {
          return;
        }
        out.write(part);
        left -= part.length;
      }
    }
  }

  private static long littleEndian(byte[] head) {
    long value = 0;
    for (int i = head.length - 1; i >= 0; i--) {
      value = value << Byte.SIZE | (head[i] & 0xFF);
    }
    return value;
  }
}
