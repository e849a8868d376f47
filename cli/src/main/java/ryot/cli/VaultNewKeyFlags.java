package ryot.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ryot.vault.Vault;
import ryot.vault.seal.Argon2Cost;
import ryot.vault.seal.Credential;
import ryot.vault.seal.Keyring;

/** What is to unlock a vault from now on. */
final class VaultNewKeyFlags {
  @Option(
      names = "--new-key-file",
      paramLabel = "FILE",
      description = "Let this file unlock it, 32 bytes or more.")
  private @Nullable Path keyFile;

  @Option(
      names = "--new-passphrase-file",
      paramLabel = "FILE",
      description =
          "Let the passphrase in this file's first line unlock it (default: you are asked).")
  private @Nullable Path passphraseFile;

  @Mixin private final VaultCostFlags cost = new VaultCostFlags();

  /** How a slot gets to open by a credential; returns its number. */
  @FunctionalInterface
  interface SlotChange {
    int make(Keyring keys, Credential credential, Argon2Cost cost) throws IOException;
  }

  /** Lets what was chosen unlock the vault, and says so. */
  void set(VaultFlags vault, Terminal terminal, Interrupts interrupts, SlotChange change)
      throws IOException {
    try (Vault open = vault.writing(terminal, interrupts);
        Credential credential = credential(terminal, interrupts)) {
      int slot = change.make(open.keys(), credential, cost.of(credential));
      terminal.err().printf("slot %d opens by the new %s%n", slot, credential.kind().label());
    }
  }

  private Credential credential(Terminal terminal, Interrupts interrupts) throws IOException {
    Credential given = VaultKeyFlags.given(keyFile, passphraseFile);
    return given == null ? VaultKeyFlags.chosen(terminal, interrupts) : given;
  }
}
