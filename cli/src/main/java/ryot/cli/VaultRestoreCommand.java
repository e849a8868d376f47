package ryot.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import ryot.vault.Vault;
import ryot.vault.log.LogCheck;
import ryot.vault.seal.Credential;
import ryot.vault.storage.DiskStorage;

/** {@code ryot vault restore}: a vault from a backup, all of it authenticated first. */
@Command(
    name = "restore",
    description = {
      "Make a vault of a backup, after all of the backup was read and authenticated. --vault is where"
          + " to: an empty folder, or one to be made."
    },
    footer = {
      "  ./ryot vault restore /mnt/usb/notes-2026-11-28 --vault notes.vault",
      "  ./ryot vault restore backup --vault notes.vault --key-file notes.key",
    })
final class VaultRestoreCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Interrupts interrupts;

  @Parameters(paramLabel = "BACKUP", description = "The backup's folder.")
  private Path backup = Path.of("");

  @Mixin private final VaultFlags vault = new VaultFlags();

  VaultRestoreCommand(Terminal terminal, Interrupts interrupts) {
    this.terminal = terminal;
    this.interrupts = interrupts;
  }

  @Override
  public Integer call() throws IOException {
    Path folder = vault.folder();
    VaultFlags.requireVault(backup);
    try (Credential credential = vault.keys().credential(terminal, interrupts)) {
      Files.createDirectories(folder);
      LogCheck check;
      try (DiskStorage target = DiskStorage.open(folder)) {
        check =
            VaultProgress.during(
                terminal,
                "reading, then copying",
                progress -> Vault.restore(DiskStorage.open(backup), target, credential, progress));
      }
      terminal
          .err()
          .printf(
              "restored %s into %s; every frame of it was authenticated%n",
              Figures.size(check.bytes()), folder);
    }
    return ExitCode.OK;
  }
}
