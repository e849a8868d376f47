package ryot.recall;

/**
 * What has been remembered and given back since the store was opened.
 *
 * @param hits prompts of which something was given back
 * @param misses prompts of which nothing was
 * @param memoryBlocks blocks given back from memory
 * @param vaultBlocks blocks given back from the vault
 * @param bytesRead bytes of the latter
 * @param savedNanos what computing them would have taken, less what giving them back took; without
 *     those of which nobody knows
 * @param storedBlocks blocks that were put into the vault
 * @param bytesStored bytes of these
 * @param evictedBlocks blocks that had to go for the budget
 * @param brokenBlocks blocks that could not be read, or were not what had been written
 * @param unworthy blocks that were known, but would have been computed sooner
 * @param blocks blocks in the vault now
 * @param bytes bytes of these
 */
public record RecallCounts(
    long hits,
    long misses,
    long memoryBlocks,
    long vaultBlocks,
    long bytesRead,
    long savedNanos,
    long storedBlocks,
    long bytesStored,
    long evictedBlocks,
    long brokenBlocks,
    long unworthy,
    long blocks,
    long bytes) {}
