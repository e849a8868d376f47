package ryot.vault.seal;

/**
 * What it costs to try one passphrase: RFC 9106, section 3.1.
 *
 * @param memoryKib memory in KiB: at least 8 for each lane, at most 1 GiB
 * @param iterations passes over the memory, 1 to 64; all passes together write at most 16 GiB, so
 *     that a forged file cannot keep whoever opens it busy for ever
 * @param lanes parts of the memory that could be filled at the same time, 1 to 16
 */
public record Argon2Cost(int memoryKib, int iterations, int lanes) {
  /** For passphrases: 64 MiB in three passes, half a second to two. */
  public static final Argon2Cost PASSPHRASE = new Argon2Cost(64 << 10, 3, 1);

  /** For key files, which are random and cannot be guessed: 8 MiB in one pass. */
  public static final Argon2Cost KEY_FILE = new Argon2Cost(8 << 10, 1, 1);

  private static final int MEMORY_KIB_MAX = 1 << 20;
  private static final int ITERATIONS_MAX = 64;
  private static final int LANES_MAX = 16;
  private static final long WRITTEN_KIB_MAX = 16L << 20;

  public Argon2Cost {
    require("lanes", lanes, 1, LANES_MAX);
    require("iterations", iterations, 1, ITERATIONS_MAX);
    require("KiB of memory", memoryKib, 8 * lanes, MEMORY_KIB_MAX);
    if ((long) memoryKib * iterations > WRITTEN_KIB_MAX) {
      throw new IllegalArgumentException(
          "Argon2id may write 16 GiB, and %,d KiB in %d passes are more"
              .formatted(memoryKib, iterations));
    }
  }

  private static void require(String what, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "Argon2id takes %,d to %,d %s, not %,d".formatted(min, max, what, value));
    }
  }
}
