package ryot.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import ryot.vault.Vault;

/** {@code ryot vault compact}: room back, old keys forgotten. */
@Command(
    name = "compact",
    description = {
      "Give room back that deleted and replaced units hold, and forget the keys of earlier epochs,"
          + " whose data are sealed anew by the current one."
    },
    footer = {
      "  ./ryot vault compact",
      "  ./ryot vault rotate && ./ryot vault compact",
    })
final class VaultCompactCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Interrupts interrupts;

  @Mixin private final VaultFlags vault = new VaultFlags();

  VaultCompactCommand(Terminal terminal, Interrupts interrupts) {
    this.terminal = terminal;
    this.interrupts = interrupts;
  }

  @Override
  public Integer call() throws IOException {
    try (Vault open = vault.writing(terminal, interrupts)) {
      long freed = VaultProgress.during(terminal, "writing anew what is needed", open::compact);
      terminal
          .out()
          .printf(
              "%s given back; the vault takes %s, sealed by epoch %d%n",
              Figures.size(Math.max(0, freed)),
              Figures.size(open.stats().diskBytes()),
              open.keys().currentEpoch());
    }
    return ExitCode.OK;
  }
}
