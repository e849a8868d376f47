package ryot.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import ryot.vault.seal.Keyring;

/** {@code ryot vault passphrase add}: one more way in. */
@Command(
    name = "add",
    description = "Add a passphrase or key file that unlocks the vault too, up to 16 in all.",
    footer = {
      "  ./ryot vault passphrase add",
      "  ./ryot vault passphrase add --new-key-file server.key",
    })
final class VaultPassphraseAddCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Interrupts interrupts;

  @Mixin private final VaultFlags vault = new VaultFlags();
  @Mixin private final VaultNewKeyFlags fresh = new VaultNewKeyFlags();

  VaultPassphraseAddCommand(Terminal terminal, Interrupts interrupts) {
    this.terminal = terminal;
    this.interrupts = interrupts;
  }

  @Override
  public Integer call() throws IOException {
    fresh.set(vault, terminal, interrupts, Keyring::addSlot);
    return ExitCode.OK;
  }
}
