package ryot.vault.log;

/**
 * How large a log is.
 *
 * @param records that there are
 * @param segments files of them
 * @param commits since the log was created
 * @param diskBytes of all segments, as they will be once finished
 * @param liveBytes of them that records need
 */
public record LogStats(int records, int segments, long commits, long diskBytes, long liveBytes) {}
