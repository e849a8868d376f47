package ryot.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ryot.vault.Vault;

/** {@code ryot vault ls}: all units. */
@Command(
    name = "ls",
    description = "List the units of a vault, without reading their contents.",
    footer = {
      "  ./ryot vault ls",
      "  ./ryot vault ls --json | jq 'map(.disk_bytes) | add'",
    })
final class VaultLsCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Interrupts interrupts;

  @Mixin private final VaultFlags vault = new VaultFlags();

  @Option(names = "--json", description = "Print a JSON array instead of a table.")
  private boolean json;

  VaultLsCommand(Terminal terminal, Interrupts interrupts) {
    this.terminal = terminal;
    this.interrupts = interrupts;
  }

  @Override
  public Integer call() throws IOException {
    try (Vault open = vault.reading(terminal, interrupts)) {
      VaultUnits.print(terminal, open.scan(), json);
    }
    return ExitCode.OK;
  }
}
