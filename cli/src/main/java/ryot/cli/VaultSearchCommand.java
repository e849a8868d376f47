package ryot.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ryot.vault.Vault;

/** {@code ryot vault search}: units by their tags. */
@Command(
    name = "search",
    description = "List the units that have all of the tags.",
    footer = {
      "  ./ryot vault search --tag travel",
      "  ./ryot vault search --tag travel --tag italy --json",
    })
final class VaultSearchCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Interrupts interrupts;

  @Mixin private final VaultFlags vault = new VaultFlags();

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      required = true,
      description = "A tag that a unit must have; repeatable.")
  private List<String> tags = List.of();

  @Option(names = "--json", description = "Print a JSON array instead of a table.")
  private boolean json;

  VaultSearchCommand(Terminal terminal, Interrupts interrupts) {
    this.terminal = terminal;
    this.interrupts = interrupts;
  }

  @Override
  public Integer call() throws IOException {
    try (Vault open = vault.reading(terminal, interrupts)) {
      VaultUnits.print(
          terminal,
          open.findByTag(tags.getFirst()).filter(unit -> unit.info().tags().containsAll(tags)),
          json);
    }
    return ExitCode.OK;
  }
}
