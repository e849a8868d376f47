package ryot.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import ryot.vault.Vault;

/** {@code ryot vault rotate}: new keys for what is written from now on. */
@Command(
    name = "rotate",
    description = {
      "Begin a key epoch: what is written from now on is sealed by new keys. 'compact' then seals all"
          + " else anew and forgets the old keys, and with them what was deleted."
    },
    footer = {
      "  ./ryot vault rotate",
      "  ./ryot vault rotate && ./ryot vault compact",
    })
final class VaultRotateCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Interrupts interrupts;

  @Mixin private final VaultFlags vault = new VaultFlags();

  VaultRotateCommand(Terminal terminal, Interrupts interrupts) {
    this.terminal = terminal;
    this.interrupts = interrupts;
  }

  @Override
  public Integer call() throws IOException {
    try (Vault open = vault.writing(terminal, interrupts)) {
      terminal.out().printf("epoch %d has begun%n", open.rotate());
    }
    return ExitCode.OK;
  }
}
