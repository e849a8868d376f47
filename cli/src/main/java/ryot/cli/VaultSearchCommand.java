package ryot.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ryot.embed.minilm.MiniLmEmbedder;
import ryot.vault.StoredRsu;
import ryot.vault.Vault;

/** {@code ryot vault search}: units by what they mean, by their tags, or both. */
@Command(
    name = "search",
    description = {
      "List the units whose texts mean what is nearest to TEXT, the nearest first; those that have"
          + " all of the tags, if there are any. Without TEXT, all that have the tags.",
      "",
      "Meaning is MiniLM's, which knows English best. A text that was stored without --embed is"
          + " read for it each time."
    },
    footer = {
      "  ./ryot vault search \"When does the train leave?\"",
      "  ./ryot vault search -n 3 --tag travel \"a cheap bed for the night\"",
      "  ./ryot vault search --tag travel --tag italy --json",
    })
final class VaultSearchCommand implements Callable<Integer> {
  private static final int SHOWN_MAX = 60;
  private static final int COUNT_MAX = 10_000;

  private final Terminal terminal;
  private final Interrupts interrupts;

  @Parameters(arity = "0..*", paramLabel = "TEXT", description = "What is looked for.")
  private List<String> text = List.of();

  @Mixin private final VaultFlags vault = new VaultFlags();

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      description = "A tag that a unit must have; repeatable.")
  private List<String> tags = List.of();

  @Option(
      names = {"-n", "--count"},
      paramLabel = "N",
      defaultValue = "5",
      description = "How many units are listed for TEXT (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(names = "--json", description = "Print a JSON array instead of a table.")
  private boolean json;

  VaultSearchCommand(Terminal terminal, Interrupts interrupts) {
    this.terminal = terminal;
    this.interrupts = interrupts;
  }

  @Override
  public Integer call() throws IOException {
    if (text.isEmpty() && tags.isEmpty()) {
      throw new IllegalArgumentException("what is looked for? A text, a --tag, or both");
    }
    if (count < 1 || count > COUNT_MAX) {
      throw new IllegalArgumentException(
          "--count is from 1 to %,d, not %d".formatted(COUNT_MAX, count));
    }
    try (Vault open = vault.reading(terminal, interrupts)) {
      Stream<StoredRsu> units =
          (tags.isEmpty() ? open.scan() : open.findByTag(tags.getFirst()))
              .filter(unit -> unit.info().tags().containsAll(tags));
      if (text.isEmpty()) {
        VaultUnits.print(terminal, units, json);
      } else {
        try (MiniLmEmbedder embedder = MiniLmEmbedder.open()) {
          String query = String.join(" ", text);
          print(new UnitEmbeddings(embedder).nearest(units, query, count));
        }
      }
    }
    return ExitCode.OK;
  }

  private void print(List<UnitEmbeddings.Found> found) {
    if (json) {
      terminal.out().println(VaultJson.of(found.stream().map(UnitEmbeddings.Found::unit).toList()));
      return;
    }
    Table table = new Table(Table.Side.RIGHT, Table.Side.LEFT, Table.Side.LEFT);
    table.row("likeness", "id", "text");
    for (UnitEmbeddings.Found unit : found) {
      table.row(
          String.format(Locale.ROOT, "%.2f", unit.similarity()),
          VaultUnits.printable(unit.unit().info().id()),
          shown(unit.text()));
    }
    terminal.print(table);
  }

  /** The beginning of a text, in one line. */
  private static String shown(String text) {
    String line = VaultUnits.printable(text.strip().replaceAll("\\s+", " "));
    return line.length() <= SHOWN_MAX ? line : line.substring(0, SHOWN_MAX - 1) + "…";
  }
}
