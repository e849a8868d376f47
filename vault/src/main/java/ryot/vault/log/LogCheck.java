package ryot.vault.log;

/**
 * What a verification read; that it returned means that all is as it was written.
 *
 * @param segments that were read
 * @param frames that were authenticated
 * @param commits whose chain was followed
 * @param records in those commits, also those replaced since
 * @param bytes of all that
 * @param root of all segments that were ever sealed
 */
public record LogCheck(
    int segments, long frames, long commits, long records, long bytes, SegmentRoot root) {}
