package ryot.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
  @Mixin private final VaultCostFlags cost = new VaultCostFlags();

  VaultCreateCommand(Terminal terminal, Interrupts interrupts) {
    this.terminal = terminal;
    this.interrupts = interrupts;
  }

  @Override
  public Integer call() throws IOException {
    Path folder = vault.folder();
    Path anchor = vault.anchorFile();
    Path keyFile = vault.keys().keyFile();
    if (keyFile != null && !Files.exists(keyFile)) {
      makeKeyFile(keyFile);
    }
    try (Credential credential =
        vault.keys().given()
            ? vault.keys().credential(terminal, interrupts)
            : VaultKeyFlags.chosen(terminal, interrupts)) {
      Argon2Cost chosen = cost.of(credential);
      Files.createDirectories(folder);
      try (Vault made =
          Vault.create(DiskStorage.open(folder), credential, chosen, VaultFlags.options())) {
        if (anchor != null) {
          made.writeAnchor(anchor);
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

  private void makeKeyFile(Path file) throws IOException {
    byte[] key = new byte[SecretKey.BYTES];
    new SecureRandom().nextBytes(key);
    Conversion.writePrivately(file, key);
    Arrays.fill(key, (byte) 0);
    terminal.err().println("made the key file " + file);
  }
}
