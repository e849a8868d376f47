package ryot.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import ryot.vault.Vault;

/** {@code ryot vault passphrase remove}: one way in less. */
@Command(
    name = "remove",
    description = {
      "Remove a slot: its passphrase or key file unlocks the vault no longer. The last one stays."
    },
    footer = {
      "  ./ryot vault passphrase ls",
      "  ./ryot vault passphrase remove 2",
    })
final class VaultPassphraseRemoveCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Interrupts interrupts;

  @Parameters(paramLabel = "SLOT", description = "The slot's number; 'ls' lists them.")
  private int slot;

  @Mixin private final VaultFlags vault = new VaultFlags();

  VaultPassphraseRemoveCommand(Terminal terminal, Interrupts interrupts) {
    this.terminal = terminal;
    this.interrupts = interrupts;
  }

  @Override
  public Integer call() throws IOException {
    try (Vault open = vault.writing(terminal, interrupts)) {
      open.keys().removeSlot(slot);
      terminal.err().printf("slot %d is gone%n", slot);
    }
    return ExitCode.OK;
  }
}
