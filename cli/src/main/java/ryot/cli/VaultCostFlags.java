package ryot.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import ryot.vault.seal.Argon2Cost;
import ryot.vault.seal.Credential;

/** What each guess at a passphrase costs, and each unlocking too: Argon2id's parameters. */
final class VaultCostFlags {
  private static final int MEMORY_MIB_MIN = 8;
  private static final int MEMORY_MIB_MAX = 1_024;

  @Option(
      names = "--memory",
      paramLabel = "MIB",
      description =
          "Memory that each try of the passphrase takes, 8 to 1,024 MiB (default: 64; key files 8).")
  private @Nullable Integer memoryMib;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "How often it goes over that, 1 to 64 (default: 3; key files 1).")
  private @Nullable Integer iterations;

  @Option(
      names = "--lanes",
      paramLabel = "N",
      description =
          "Parts that a guesser can compute at the same time, 1 to 16 (default: 1, since Ryot computes"
              + " them in turn).")
  private @Nullable Integer lanes;

  /**
   * The cost for a credential.
   *
   * @throws IllegalArgumentException if it is out of bounds, saying which they are
   */
  Argon2Cost of(Credential credential) {
    Argon2Cost usual = credential.costDefault();
    if (memoryMib != null && (memoryMib < MEMORY_MIB_MIN || memoryMib > MEMORY_MIB_MAX)) {
      throw new IllegalArgumentException(
          "--memory takes %,d to %,d MiB, not %,d"
              .formatted(MEMORY_MIB_MIN, MEMORY_MIB_MAX, memoryMib));
    }
    return new Argon2Cost(
        memoryMib == null ? usual.memoryKib() : memoryMib << 10,
        iterations == null ? usual.iterations() : iterations,
        lanes == null ? usual.lanes() : lanes);
  }
}
