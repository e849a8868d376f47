package ryot.vault.log;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which files make up the log. It is sealed, and replaced at once.
 *
 * <pre>
 *   format u32 | number u64 | next segment u32 | next checkpoint u32
 *   checkpoint number u32, 0 for none | its salt 32
 *   segments u32 | each of them, as {@link SegmentInfo} writes it
 *   all segments that were ever finished, as {@link MerkleTree} writes them
 * </pre>
 *
 * @param number how often it was written
 * @param segmentNext the number of the next segment; no file may have it or a higher one
 * @param checkpointNext the number of the next checkpoint
 * @param segments rising by number; only the last may be unfinished
 * @param sealed a leaf for each segment that was ever finished, that of number n being the n-th
 */
record Manifest(
    long number,
    int segmentNext,
    int checkpointNext,
    Optional<CheckpointRef> checkpoint,
    List<SegmentInfo> segments,
    MerkleTree sealed) {
  static final String FILE = "vault.manifest";
  static final int FORMAT = 2;

  /** The most segments, 64 TiB of them at their usual size. */
  static final int SEGMENTS_MAX = 1 << 20;

  private static final int HEAD_BYTES = 4 + 8 + 4 + 4 + 4 + SealedFile.SALT_BYTES + 4;

  /** The most bytes of its content. */
  static final int BYTES_MAX = HEAD_BYTES + SEGMENTS_MAX * SegmentInfo.BYTES + MerkleTree.BYTES_MAX;

  /** Which checkpoint counts: its number, and the salt that makes it this one and no other. */
  record CheckpointRef(int number, byte[] salt) {
    String fileName() {
      return fileName(number);
    }

    static String fileName(int number) {
      return String.format(Locale.ROOT, "%08d.idx", number);
    }
  }

  static Manifest first() {
    return new Manifest(1, 1, 1, Optional.empty(), List.of(), MerkleTree.empty());
  }

  /** The next one, in which what it finishes has its leaf. */
  Manifest next(
      int segmentNext,
      int checkpointNext,
      Optional<CheckpointRef> checkpoint,
      List<SegmentInfo> segments) {
    MerkleTree grown = sealed;
    for (SegmentInfo info : segments) {
      if (info.finished() && info.number() > grown.size()) {
        assert info.number() == grown.size() + 1 : "segments are finished in order";
        grown = grown.append(MerkleTree.leaf(info.seal()));
      }
    }
    return new Manifest(
        number + 1, segmentNext, checkpointNext, checkpoint, List.copyOf(segments), grown);
  }

  byte[] encode() {
    ByteBuffer target =
        ByteBuffer.allocate(HEAD_BYTES + segments.size() * SegmentInfo.BYTES + sealed.bytes());
    target.putInt(FORMAT).putLong(number).putInt(segmentNext).putInt(checkpointNext);
    target.putInt(checkpoint.map(CheckpointRef::number).orElse(0));
    target.put(checkpoint.map(CheckpointRef::salt).orElse(new byte[SealedFile.SALT_BYTES]));
    target.putInt(segments.size());
    segments.forEach(segment -> segment.write(target));
    sealed.write(target);
    return target.array();
  }

  /**
   * Reads authentic bytes.
   *
   * @throws TamperedException if they are no manifest of this format
   */
  static Manifest decode(byte[] content, String where) {
    try {
      ByteBuffer source = ByteBuffer.wrap(content);
      int format = source.getInt();
      if (format != FORMAT) {
        throw new TamperedException(
            "%s: format %d, and this program reads %d: %s program wrote it"
                .formatted(where, format, FORMAT, format > FORMAT ? "a newer" : "an older"));
      }
      long number = source.getLong();
      int segmentNext = source.getInt();
      int checkpointNext = source.getInt();
      int checkpoint = source.getInt();
      byte[] salt = new byte[SealedFile.SALT_BYTES];
      source.get(salt);
      int count = source.getInt();
      if (count < 0 || count > SEGMENTS_MAX) {
        throw new TamperedException("%s: lists %,d segments".formatted(where, count));
      }
      List<SegmentInfo> segments = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        segments.add(SegmentInfo.read(source));
      }
      return new Manifest(
          number,
          segmentNext,
          checkpointNext,
          checkpoint == 0 ? Optional.empty() : Optional.of(new CheckpointRef(checkpoint, salt)),
          List.copyOf(segments),
          sealed(source, segmentNext, segments, where));
    } catch (BufferUnderflowException e) {
      throw new TamperedException(where + ": ends too early", e);
    }
  }

  private static MerkleTree sealed(
      ByteBuffer source, int segmentNext, List<SegmentInfo> segments, String where) {
    MerkleTree sealed = MerkleTree.read(source);
    boolean open = !segments.isEmpty() && !segments.getLast().finished();
    if (sealed.size() != segmentNext - (open ? 2L : 1L)) {
      throw new TamperedException(
          "%s: has the hashes of %,d segments, and not of all that were finished"
              .formatted(where, sealed.size()));
    }
    return sealed;
  }
}
