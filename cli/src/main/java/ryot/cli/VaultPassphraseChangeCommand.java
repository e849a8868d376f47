package ryot.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ryot vault passphrase change}: another in the place of the one that unlocks now. */
@Command(
    name = "change",
    description = {
      "Put another passphrase or key file in the place of the one that you unlock with. An older copy"
          + " of the vault still opens by the old one."
    },
    footer = {
      "  ./ryot vault passphrase change",
      "  ./ryot vault passphrase change --passphrase-file old --new-passphrase-file new",
    })
final class VaultPassphraseChangeCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Interrupts interrupts;

  @Mixin private final VaultFlags vault = new VaultFlags();
  @Mixin private final VaultNewKeyFlags fresh = new VaultNewKeyFlags();

  VaultPassphraseChangeCommand(Terminal terminal, Interrupts interrupts) {
    this.terminal = terminal;
    this.interrupts = interrupts;
  }

  @Override
  public Integer call() throws IOException {
    fresh.set(
        vault,
        terminal,
        interrupts,
        (keys, credential, cost) -> {
          keys.changeSlot(keys.openedSlot(), credential, cost);
          return keys.openedSlot();
        });
    return ExitCode.OK;
  }
}
