package ryot.vault.log;

import java.nio.ByteBuffer;

/**
 * The body of a commit.
 *
 * <pre>
 *   chain value 32 | frames u32 | batch start u64
 * </pre>
 *
 * @param chain HMAC of the value before, this commit's number, and the tags of the batch's frames
 * @param frames of the batch, without the commit's own
 * @param start where the batch begins in the segment
 */
record CommitBody(byte[] chain, int frames, long start) {
  static final int BYTES = SegmentInfo.CHAIN_BYTES + Integer.BYTES + Long.BYTES;

  static ByteBuffer encode(byte[] chain, int frames, long start) {
    return ByteBuffer.allocate(BYTES).put(chain).putInt(frames).putLong(start).flip();
  }

  static CommitBody read(ByteBuffer source) {
    byte[] chain = new byte[SegmentInfo.CHAIN_BYTES];
    source.get(chain);
    return new CommitBody(chain, source.getInt(), source.getLong());
  }
}
