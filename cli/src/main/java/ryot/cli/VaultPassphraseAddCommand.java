package ryot.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import ryot.vault.Vault;
import ryot.vault.seal.Credential;

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
    try (Vault open = vault.writing(terminal, interrupts);
        Credential credential = fresh.credential(terminal, interrupts)) {
      int slot = open.keys().addSlot(credential, credential.costDefault());
      terminal.err().printf("slot %d opens by the new %s%n", slot, credential.kind().label());
    }
    return ExitCode.OK;
  }
}
