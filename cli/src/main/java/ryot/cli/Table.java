package ryot.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Rows of text set in columns, two spaces apart. Columns are set left unless told otherwise. */
final class Table {

  /** On which side of its column a cell stands. */
  enum Side {
    LEFT,
    RIGHT
  }

  private static final String GAP = "  ";

  private final List<Side> sides;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * An empty table.
   *
   * @param sides one for each column
   */
  Table(Side... sides) {
    this.sides = List.of(sides);
  }

  /** Adds a row; missing cells at its end are empty. */
  Table row(String... cells) {
    if (cells.length > sides.size()) {
      throw new IllegalArgumentException(
          cells.length + " cells in a table of " + sides.size() + " columns");
    }
    rows.add(List.of(cells));
    return this;
  }

  /** The lines, each without spaces at its end. */
  List<String> lines() {
    List<Integer> widths = new ArrayList<>(Collections.nCopies(sides.size(), 0));
    for (List<String> row : rows) {
      for (int column = 0; column < row.size(); column++) {
        widths.set(column, Math.max(widths.get(column), width(row.get(column))));
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private String line(List<String> row, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      String cell = row.get(column);
      String padding = " ".repeat(widths.get(column) - width(cell));
      line.append(column == 0 ? "" : GAP);
      line.append(sides.get(column) == Side.LEFT ? cell + padding : padding + cell);
    }
    return line.toString().stripTrailing();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
