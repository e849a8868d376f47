package ryot.cli;

import java.util.Locale;

/**
 * Numbers as people read them: decimal units, thousands set apart, no more digits than are meant.
 */
final class Figures {

  private Figures() {}

  /** {@code 98,362,432} */
  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Things: {@code 1 unit}, {@code 1,234 units}. */
  static String count(long value, String thing) {
    return count(value) + " " + thing + (value == 1 ? "" : "s");
  }

  /** Bytes: {@code 98.4 MB}, as disks and networks count. */
  static String size(long bytes) {
    return scaled(bytes, "B", " kB", " MB", " GB", " TB");
  }

  /** {@code 134.5 M} */
  static String rough(long value) {
    return scaled(value, "", " k", " M", " G", " T").strip();
  }

  /** {@code 850 ms}, {@code 12.3 s}, {@code 2 min 5 s} */
  static String duration(double seconds) {
    if (seconds < 1) {
      return String.format(Locale.ROOT, "%.0f ms", seconds * 1e3);
    }
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return whole / 60 + " min " + whole % 60 + " s";
  }

  /** Tokens per second: {@code 123.4}, {@code 1,234}. */
  static String rate(double perSecond) {
    return String.format(Locale.ROOT, perSecond < 1000 ? "%.1f" : "%,.0f", perSecond);
  }

  private static String scaled(long value, String... units) {
    if (Math.abs(value) < 1000) {
      return value + (units[0].isEmpty() ? "" : " " + units[0]);
    }
    double scaled = value;
    int unit = 0;
    while (Math.abs(scaled) >= 999.95 && unit < units.length - 1) {
      scaled /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f%s", scaled, units[unit]);
  }
}
