package ryot.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import ryot.vault.seal.Keyring;
import ryot.vault.seal.Slot;
import ryot.vault.storage.DiskStorage;

/** {@code ryot vault passphrase ls}: the ways in. */
@Command(
    name = "ls",
    description = "List what unlocks a vault, and what each try costs. Nothing has to be unlocked.",
    footer = "  ./ryot vault passphrase ls")
final class VaultPassphraseLsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final VaultFlags vault = new VaultFlags();

  VaultPassphraseLsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Path folder = VaultFlags.requireVault(vault.folder());
    Table table =
        new Table(
            Table.Side.RIGHT,
            Table.Side.LEFT,
            Table.Side.RIGHT,
            Table.Side.RIGHT,
            Table.Side.RIGHT);
    table.row("slot", "opens by", "memory", "passes", "lanes");
    try (DiskStorage storage = DiskStorage.open(folder)) {
      for (Slot slot : Keyring.slots(storage)) {
        table.row(
            Integer.toString(slot.number()),
            slot.kind().label(),
            Figures.size((long) slot.cost().memoryKib() << 10),
            Integer.toString(slot.cost().iterations()),
            Integer.toString(slot.cost().lanes()));
      }
    }
    terminal.print(table);
    return ExitCode.OK;
  }
}
