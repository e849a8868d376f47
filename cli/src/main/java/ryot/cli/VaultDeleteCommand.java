package ryot.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import ryot.vault.Transaction;
import ryot.vault.Vault;

/** {@code ryot vault delete}: units away, all or none. */
@Command(
    name = "delete",
    description = {
      "Delete units, all or none. Their bytes stay on the disk, encrypted, until 'rotate' and"
          + " 'compact' have forgotten the keys that sealed them."
    },
    footer = {
      "  ./ryot vault delete rome",
      "  ./ryot vault delete rome paris && ./ryot vault rotate && ./ryot vault compact",
    })
final class VaultDeleteCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Interrupts interrupts;

  @Parameters(paramLabel = "ID", arity = "1..*", description = "What the units are called.")
  private List<String> ids = List.of();

  @Mixin private final VaultFlags vault = new VaultFlags();

  VaultDeleteCommand(Terminal terminal, Interrupts interrupts) {
    this.terminal = terminal;
    this.interrupts = interrupts;
  }

  @Override
  public Integer call() throws IOException {
    try (Vault open = vault.writing(terminal, interrupts)) {
      List<String> missing = new ArrayList<>(ids);
      missing.removeIf(open::contains);
      if (!missing.isEmpty()) {
        throw new IllegalArgumentException(
            "no unit %s in %s; nothing was deleted"
                .formatted(String.join(", ", missing), vault.folder()));
      }
      Transaction transaction = open.transaction();
      ids.forEach(transaction::delete);
      transaction.commit();
      terminal.err().printf("deleted %s%n", String.join(", ", ids));
    }
    return ExitCode.OK;
  }
}
