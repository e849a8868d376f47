package ryot.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table of cells, rendered as Markdown or with aligned columns for a terminal. */
final class TextTable {

  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  TextTable(String... header) {
    this.header = List.of(header);
  }

  TextTable row(String... cells) {
    if (cells.length != header.size()) {
      throw new IllegalArgumentException(
          "a row of " + cells.length + " cells in a table of " + header.size());
    }
    rows.add(List.of(cells));
    return this;
  }

  /** As a Markdown table; the first column is text, the others are aligned as {@code align}. */
  String markdown(String align) {
    StringBuilder text = new StringBuilder();
    text.append(line(header)).append('\n').append('|');
    for (int c = 0; c < header.size(); c++) {
      text.append(align.charAt(c) == 'r' ? " ---: |" : " --- |");
    }
    text.append('\n');
    for (List<String> row : rows) {
      text.append(line(row)).append('\n');
    }
    return text.toString();
  }

  /** With columns padded to the same width, two spaces apart. */
  String plain(String align) {
    int[] widths = new int[header.size()];
    for (int c = 0; c < widths.length; c++) {
      widths[c] = header.get(c).length();
      for (List<String> row : rows) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    StringBuilder text = new StringBuilder();
    List<List<String>> all = new ArrayList<>();
    all.add(header);
    all.addAll(rows);
    for (List<String> row : all) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < widths.length; c++) {
        String padding = " ".repeat(widths[c] - row.get(c).length());
        line.append(c == 0 ? "" : "  ")
            .append(align.charAt(c) == 'r' ? padding + row.get(c) : row.get(c) + padding);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static String line(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.replace("|", "\\|").replace("\n", "<br>"))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }
}
