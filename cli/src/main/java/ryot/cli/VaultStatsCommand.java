package ryot.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ryot.vault.Vault;
import ryot.vault.VaultStats;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code ryot vault stats}: how large it is. */
@Command(
    name = "stats",
    description =
        "Show how large a vault is, how much of that compacting gives back, its keys, and the root of"
            + " all that was sealed, for a note elsewhere (see verify).",
    footer = {
      "  ./ryot vault stats",
      "  ./ryot vault stats --json | jq .disk_bytes",
    })
final class VaultStatsCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Interrupts interrupts;

  @Mixin private final VaultFlags vault = new VaultFlags();

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  VaultStatsCommand(Terminal terminal, Interrupts interrupts) {
    this.terminal = terminal;
    this.interrupts = interrupts;
  }

  @Override
  public Integer call() throws IOException {
    try (Vault open = vault.reading(terminal, interrupts)) {
      VaultStats stats = open.stats();
      if (json) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("units", stats.units());
        node.put("segments", stats.segments());
        node.put("commits", stats.commits());
        node.put("disk_bytes", stats.diskBytes());
        node.put("live_bytes", stats.liveBytes());
        node.put("epoch", open.keys().currentEpoch());
        node.put("epochs", open.keys().epochs().size());
        node.put("slots", open.keys().slots().size());
        node.put("root", open.root().toString());
        terminal.out().println(node.toPrettyString());
      } else {
        terminal.print(
            new Table(Table.Side.LEFT, Table.Side.RIGHT)
                .row("vault", vault.folder().toString())
                .row("units", Figures.count(stats.units()))
                .row("segments", Figures.count(stats.segments()))
                .row("commits", Figures.count(stats.commits()))
                .row("on disk", Figures.size(stats.diskBytes()))
                .row("needed of that", Figures.size(stats.liveBytes()))
                .row("key epoch", Integer.toString(open.keys().currentEpoch()))
                .row("ways to unlock it", Figures.count(open.keys().slots().size())));
        terminal.out().println("root " + open.root());
      }
    }
    return ExitCode.OK;
  }
}
