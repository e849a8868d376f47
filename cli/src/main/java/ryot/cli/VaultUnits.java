package ryot.cli;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import ryot.vault.RsuInfo;
import ryot.vault.StoredRsu;

/** Units as {@code ls} and {@code search} print them. */
final class VaultUnits {
  private VaultUnits() {}

  /** Prints a row for each, by id, or a JSON array. */
  static void print(Terminal terminal, Stream<StoredRsu> found, boolean json) {
    List<StoredRsu> units = found.sorted(Comparator.comparing(unit -> unit.info().id())).toList();
    if (json) {
      terminal.out().println(VaultJson.of(units));
      return;
    }
    Table table =
        new Table(
            Table.Side.LEFT,
            Table.Side.LEFT,
            Table.Side.RIGHT,
            Table.Side.RIGHT,
            Table.Side.LEFT,
            Table.Side.LEFT);
    table.row("id", "kind", "stored", "on disk", "made (UTC)", "tags");
    for (StoredRsu unit : units) {
      RsuInfo info = unit.info();
      String made = info.created().toString();
      table.row(
          printable(info.id()),
          printable(info.kind()),
          Figures.size(info.sizes().bytes()),
          Figures.size(unit.diskBytes()),
          made.substring(0, Math.min(made.length(), "yyyy-MM-ddTHH:mm".length())),
          printable(String.join(" ", info.tags())) + (info.pinned() ? " (pinned)" : ""));
    }
    terminal.print(table);
  }

  /** Without what would move a terminal's cursor. */
  static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
