package ryot.vault;

/**
 * How large a vault is.
 *
 * @param units that there are
 * @param segments files that hold them
 * @param commits since it was created
 * @param diskBytes of the segments
 * @param liveBytes of them that units need; the rest is had by compacting
 * @param evicted units that were removed to keep the budget, since it was opened
 */
public record VaultStats(
    int units, int segments, long commits, long diskBytes, long liveBytes, long evicted) {}
