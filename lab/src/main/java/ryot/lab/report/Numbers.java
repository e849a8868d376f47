package ryot.lab.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import ryot.lab.statistics.Interval;

/** Numbers as reports write them. */
final class Numbers {

  /** What stands where a number is missing. */
  static final String MISSING = "–";

  private Numbers() {}

  /** Three significant digits at least, never more than three decimals. */
  static String plain(@Nullable Double value) {
    if (value == null || value.isNaN()) {
      return MISSING;
    }
    double size = Math.abs(value);
    String format = size >= 1000 ? "%,.0f" : size >= 100 ? "%.1f" : size >= 10 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, format, value);
  }

  /** A whole number or one decimal, for limits. */
  static String limit(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%,.1f", value);
  }

  /** {@code [lower, upper]}, an open side as a dash. */
  static String interval(Interval interval) {
    return interval.lower() == null && interval.upper() == null
        ? MISSING
        : "[" + plain(interval.lower()) + ", " + plain(interval.upper()) + "]";
  }

  /** A share in [0, 1] as a percentage. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** An interval of shares as percentages. */
  static String percents(Interval interval) {
    Double lower = interval.lower();
    Double upper = interval.upper();
    return lower == null || upper == null
        ? MISSING
        : String.format(Locale.ROOT, "%.1f–%.1f %%", 100 * lower, 100 * upper);
  }

  /** A percentage that may be missing. */
  static String pct(@Nullable Double percent) {
    return percent == null ? MISSING : String.format(Locale.ROOT, "%.1f %%", percent);
  }

  /** Bytes with the unit that reads best, powers of 1000. */
  static String bytes(double bytes) {
    if (bytes >= 1e6) {
      return String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
    }
    return bytes >= 1e3
        ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
        : String.format(Locale.ROOT, "%.0f B", bytes);
  }

  /** Seconds, or minutes and seconds. */
  static String seconds(double seconds) {
    return seconds < 60
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : String.format(Locale.ROOT, "%d min %02d s", (int) seconds / 60, (int) seconds % 60);
  }
}
