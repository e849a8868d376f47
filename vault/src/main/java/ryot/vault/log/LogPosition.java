package ryot.vault.log;

import java.nio.ByteBuffer;

/**
 * A place in the log between two commits.
 *
 * @param segment the number of the segment, 0 before the first
 * @param offset where its next frame goes
 * @param counter that frame's number
 * @param commit the number of the last commit before, 0 if there is none
 * @param chain the chain's value after that
 */
record LogPosition(int segment, long offset, int counter, long commit, byte[] chain) {
  static final int BYTES = 4 + 8 + 4 + 8 + SegmentInfo.CHAIN_BYTES;

  static LogPosition start() {
    return new LogPosition(0, 0, 0, 0, new byte[SegmentInfo.CHAIN_BYTES]);
  }

  /** Where a segment's commits begin. */
  static LogPosition startOf(SegmentInfo segment) {
    return new LogPosition(
        segment.number(),
        SegmentInfo.HEADER_BYTES,
        0,
        segment.firstCommit() - 1,
        segment.chainBefore());
  }

  void write(ByteBuffer target) {
    target.putInt(segment).putLong(offset).putInt(counter).putLong(commit).put(chain);
  }

  static LogPosition read(ByteBuffer source) {
    int segment = source.getInt();
    long offset = source.getLong();
    int counter = source.getInt();
    long commit = source.getLong();
    byte[] chain = new byte[SegmentInfo.CHAIN_BYTES];
    source.get(chain);
    return new LogPosition(segment, offset, counter, commit, chain);
  }
}
