package ryot.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import ryot.vault.Vault;

/** {@code ryot vault backup}: a copy that opens by the same passphrase. */
@Command(
    name = "backup",
    description = {
      "Copy a vault as it is now into an empty folder. The copy stays encrypted and opens by the same"
          + " passphrases and key files; 'restore' makes a vault of it."
    },
    footer = {
      "  ./ryot vault backup /mnt/usb/notes-2026-11-28",
      "  ./ryot vault verify --vault /mnt/usb/notes-2026-11-28",
    })
final class VaultBackupCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Interrupts interrupts;

  @Parameters(paramLabel = "TARGET", description = "An empty folder, or one to be made.")
  private Path target = Path.of("");

  @Mixin private final VaultFlags vault = new VaultFlags();

  VaultBackupCommand(Terminal terminal, Interrupts interrupts) {
    this.terminal = terminal;
    this.interrupts = interrupts;
  }

  @Override
  public Integer call() throws IOException {
    try (Vault open = vault.reading(terminal, interrupts)) {
      VaultProgress.during(
          terminal,
          "copying",
          progress -> {
            open.backup(target, progress);
            return target;
          });
      terminal
          .err()
          .printf(
              "copied %s to %s; './ryot vault verify --vault %s' reads them all%n",
              Figures.count(open.stats().units(), "unit"), target, target);
    }
    return ExitCode.OK;
  }
}
