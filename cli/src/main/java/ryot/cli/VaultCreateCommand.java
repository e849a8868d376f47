package ryot.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ryot.vault.Vault;
import ryot.vault.seal.Argon2Cost;
import ryot.vault.seal.Credential;
import ryot.vault.seal.SecretKey;
import ryot.vault.storage.DiskStorage;

/** {@code ryot vault create}: a new vault, and what unlocks it. */
@Command(
    name = "create",
    description = {
      "Make a vault. You are asked for its passphrase twice, unless a file or the environment says"
          + " it.",
      "",
      "There is no way back in without passphrase or key file. A key file that is not there yet is"
          + " made of random bytes, for its owner's eyes alone: keep a copy elsewhere."
    },
    footer = {
      "  ./ryot vault create --vault notes.vault",
      "  ./ryot vault create --vault notes.vault --key-file ~/keys/notes.key",
      "  ./ryot vault create --vault notes.vault --memory 512 --anchor /mnt/usb/notes.anchor",
    })
final class VaultCreateCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Interrupts interrupts;

  @Mixin private final VaultFlags vault = new VaultFlags();

  @Option(
      names = "--memory",
      paramLabel = "MIB",
      description = "What each try of the passphrase costs in memory (default: 64).")
  private @Nullable Integer memoryMib;

  VaultCreateCommand(Terminal terminal, Interrupts interrupts) {
    this.terminal = terminal;
    this.interrupts = interrupts;
  }

  @Override
  public Integer call() throws IOException {
    Path folder = vault.folder();
    Path keyFile = vault.keys().keyFile();
    if (keyFile != null && !Files.exists(keyFile)) {
      makeKeyFile(keyFile);
    }
    try (Credential credential =
        vault.keys().given()
            ? vault.keys().credential(terminal, interrupts)
            : VaultKeyFlags.chosen(terminal, interrupts)) {
      Files.createDirectories(folder);
      try (Vault made =
          Vault.create(
              DiskStorage.open(folder), credential, cost(credential), VaultFlags.options())) {
        if (vault.anchor() != null) {
          made.writeAnchor(vault.anchor());
        }
      }
      terminal
          .err()
          .printf(
              "made a vault in %s, unlocked by %s%n",
              folder, keyFile == null ? "its passphrase" : keyFile);
    }
    return ExitCode.OK;
  }

  private Argon2Cost cost(Credential credential) {
    Argon2Cost usual = credential.costDefault();
    return memoryMib == null
        ? usual
        : new Argon2Cost(Math.multiplyExact(memoryMib, 1 << 10), usual.iterations(), usual.lanes());
  }

  private void makeKeyFile(Path file) throws IOException {
    byte[] key = new byte[SecretKey.BYTES];
    new SecureRandom().nextBytes(key);
    Conversion.writePrivately(file, key);
    Arrays.fill(key, (byte) 0);
    terminal.err().println("made the key file " + file);
  }
}
