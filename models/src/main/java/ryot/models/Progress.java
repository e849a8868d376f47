package ryot.models;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How far a piece of work is, at one moment.
 *
 * @param activity what is done
 * @param doneBytes of the whole
 * @param totalBytes of the whole, or -1 where it is unknown
 * @param bytesPerSecond over the last seconds; 0 where nothing is known yet
 */
public record Progress(String activity, long doneBytes, long totalBytes, double bytesPerSecond) {

  /** Done share of the whole in [0, 1]; empty where the whole is unknown. */
  public OptionalDouble fraction() {
    return totalBytes <= 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.min(1.0, (double) doneBytes / totalBytes));
  }

  /** Seconds left at the present rate, rounded up; empty where whole or rate is unknown. */
  public OptionalLong secondsLeft() {
    if (totalBytes <= 0 || bytesPerSecond <= 0) {
      return OptionalLong.empty();
    }
    return OptionalLong.of((long) Math.ceil(Math.max(0, totalBytes - doneBytes) / bytesPerSecond));
  }

  /** One line for people: {@code 45 %, 44.1 of 98.4 MB, 12.3 MB/s, 5 s left}. */
  public String line() {
    StringBuilder line = new StringBuilder();
    if (totalBytes > 0) {
      double percent = Math.floor(100 * fraction().orElse(0));
      line.append(String.format(Locale.ROOT, "%.0f %%, ", percent));
      line.append(String.format(Locale.ROOT, "%.1f of %.1f MB", doneBytes / 1e6, totalBytes / 1e6));
    } else {
      line.append(String.format(Locale.ROOT, "%.1f MB", doneBytes / 1e6));
    }
    if (bytesPerSecond > 0) {
      line.append(String.format(Locale.ROOT, ", %.1f MB/s", bytesPerSecond / 1e6));
    }
    secondsLeft().ifPresent(seconds -> line.append(", ").append(duration(seconds)).append(" left"));
    return line.toString();
  }

  private static String duration(long seconds) {
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3600
        ? seconds / 60 + " min " + seconds % 60 + " s"
        : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }
}
