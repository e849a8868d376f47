package ryot.vault.log;

/**
 * Where a log ends: what an anchor outside of it remembers.
 *
 * @param manifest the manifest's number
 * @param commit the number of the last commit
 * @param chain the chain's value after it, 32 bytes
 */
public record LogHead(long manifest, long commit, byte[] chain) {}
