package ryot.vault.log;

/**
 * How a log lays out its files.
 *
 * @param segmentBytesMin bytes of the first segment that a process begins, which each next one
 *     quadruples, so that small uses stay small
 * @param segmentBytesMax bytes of a segment, unless one batch takes more
 * @param checkpointBytes written to the log between two checkpoints of the index, or four times as
 *     much as the last checkpoint took, if that is more
 * @param readOnly whether to change nothing, beside whoever else has it open
 */
public record LogOptions(
    int segmentBytesMin, int segmentBytesMax, long checkpointBytes, boolean readOnly) {
  /** The least that a segment may have. */
  public static final int SEGMENT_BYTES_MIN = 4 << 10;

  public LogOptions {
    if (segmentBytesMin < SEGMENT_BYTES_MIN
        || segmentBytesMax < segmentBytesMin
        || checkpointBytes < 1) {
      throw new IllegalArgumentException(
          "segments of %,d to %,d bytes (at least %,d) and checkpoints every %,d"
              .formatted(segmentBytesMin, segmentBytesMax, SEGMENT_BYTES_MIN, checkpointBytes));
    }
  }

  /** Segments of 4 to 64 MiB, checkpoints every 256 MiB. */
  public static LogOptions usual() {
    return new LogOptions(4 << 20, 64 << 20, 256L << 20, false);
  }

  /** The same, reading only. */
  public LogOptions reading() {
    return new LogOptions(segmentBytesMin, segmentBytesMax, checkpointBytes, true);
  }
}
