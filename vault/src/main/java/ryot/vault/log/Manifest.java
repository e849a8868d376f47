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
 * </pre>
 *
 * @param number how often it was written
 * @param segmentNext the number of the next segment; no file may have it or a higher one
 * @param checkpointNext the number of the next checkpoint
 * @param segments rising by number; only the last may be unfinished
 */
record Manifest(
    long number,
    int segmentNext,
    int checkpointNext,
    Optional<CheckpointRef> checkpoint,
    List<SegmentInfo> segments) {
  static final String FILE = "vault.manifest";
  static final int FORMAT = 1;

  /** The most segments, 64 TiB of them at their usual size. */
  static final int SEGMENTS_MAX = 1 << 20;

  private static final int HEAD_BYTES = 4 + 8 + 4 + 4 + 4 + SealedFile.SALT_BYTES + 4;

  /** The most bytes of its content. */
  static final int BYTES_MAX = HEAD_BYTES + SEGMENTS_MAX * SegmentInfo.BYTES;

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
    return new Manifest(1, 1, 1, Optional.empty(), List.of());
  }

  /** The next one. */
  Manifest next(
      int segmentNext,
      int checkpointNext,
      Optional<CheckpointRef> checkpoint,
      List<SegmentInfo> segments) {
    return new Manifest(number + 1, segmentNext, checkpointNext, checkpoint, List.copyOf(segments));
  }

  byte[] encode() {
    ByteBuffer target = ByteBuffer.allocate(HEAD_BYTES + segments.size() * SegmentInfo.BYTES);
    target.putInt(FORMAT).putLong(number).putInt(segmentNext).putInt(checkpointNext);
    target.putInt(checkpoint.map(CheckpointRef::number).orElse(0));
    target.put(checkpoint.map(CheckpointRef::salt).orElse(new byte[SealedFile.SALT_BYTES]));
    target.putInt(segments.size());
    segments.forEach(segment -> segment.write(target));
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
            "%s: format %d, and this program reads %d: a newer program wrote it"
                .formatted(where, format, FORMAT));
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
          List.copyOf(segments));
    } catch (BufferUnderflowException e) {
      throw new TamperedException(where + ": ends too early", e);
    }
  }
}
