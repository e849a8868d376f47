package ryot.lab.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Small charts in text. */
final class Charts {

  private static final String LEVELS = "▁▂▃▄▅▆▇█";
  private static final int HISTOGRAM_ROWS = 12;
  private static final int HISTOGRAM_WIDTH = 40;

  private Charts() {}

  /** One character per value or group of values, scaled from lowest to highest mean. */
  static String sparkline(List<Double> values, int width) {
    if (values.isEmpty()) {
      return "";
    }
    int columns = Math.min(width, values.size());
    double[] means = new double[columns];
    for (int c = 0; c < columns; c++) {
      int from = c * values.size() / columns;
      int to = (c + 1) * values.size() / columns;
      means[c] =
          values.subList(from, to).stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }
    double low = Arrays.stream(means).min().orElse(0);
    double high = Arrays.stream(means).max().orElse(0);
    StringBuilder line = new StringBuilder();
    for (double mean : means) {
      int level = high == low ? 0 : (int) Math.round((mean - low) / (high - low) * 7);
      line.append(LEVELS.charAt(level));
    }
    return line.toString();
  }

  /** A bar of at most {@code width} characters for a share in [0, 1]. */
  static String bar(double share, int width) {
    int cells = (int) Math.round(Math.clamp(share, 0, 1) * width);
    return "█".repeat(cells) + "░".repeat(width - cells);
  }

  /**
   * Counts by equal steps from the lowest sample to the 99th percentile; whatever is above is in a
   * last row, so that one straggler does not flatten all others.
   */
  static List<String> histogram(List<Double> samples, String unit) {
    if (samples.size() < 2) {
      return List.of();
    }
    double[] sorted = samples.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double low = sorted[0];
    double high = sorted[(int) Math.ceil(0.99 * sorted.length) - 1];
    if (high <= low) {
      return List.of();
    }
    double step = (high - low) / HISTOGRAM_ROWS;
    int[] counts = new int[HISTOGRAM_ROWS];
    int above = 0;
    for (double sample : sorted) {
      if (sample > high) {
        above++;
      } else {
        counts[Math.min(HISTOGRAM_ROWS - 1, (int) ((sample - low) / step))]++;
      }
    }
    int most = Math.max(above, Arrays.stream(counts).max().orElse(1));
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < HISTOGRAM_ROWS; row++) {
      rows.add(
          row(
              Numbers.plain(low + row * step) + " – " + Numbers.plain(low + (row + 1) * step),
              unit,
              counts[row],
              most));
    }
    if (above > 0) {
      rows.add(row("up to " + Numbers.plain(sorted[sorted.length - 1]), unit, above, most));
    }
    return rows;
  }

  private static String row(String range, String unit, int count, int most) {
    String bar = "█".repeat((int) Math.round((double) count * HISTOGRAM_WIDTH / most));
    return String.format(
        java.util.Locale.ROOT,
        "%19s %s │%s %d",
        range,
        unit,
        bar.isEmpty() && count > 0 ? "▏" : bar,
        count);
  }
}
