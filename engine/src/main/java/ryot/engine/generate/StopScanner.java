package ryot.engine.generate;

import java.util.List;

/**
 * Lets text through up to the first stop string, however the text is divided into pieces: a tail
 * that might be the beginning of a stop string is held back until it is known not to be. Of several
 * stop strings the one that is complete first counts. One thread.
 */
final class StopScanner {

  private final List<String> stops;
  private final StringBuilder held = new StringBuilder();
  private boolean stopped;

  StopScanner(List<String> stops) {
    this.stops = stops;
  }

  /** What may be shown now that {@code text} has come. */
  String accept(String text) {
    if (stops.isEmpty() || stopped || text.isEmpty()) {
      return stopped ? "" : text;
    }
    held.append(text);
    int start = startOfFirstComplete();
    stopped = start >= 0;
    int shown = stopped ? start : held.length() - suspectLength();
    String result = held.substring(0, shown);
    held.delete(0, shown);
    return result;
  }

  /** What is held back, now that no more text comes. */
  String finish() {
    String rest = stopped ? "" : held.toString();
    held.setLength(0);
    return rest;
  }

  /** Whether a stop string has come. */
  boolean stopped() {
    return stopped;
  }

  private int startOfFirstComplete() {
    int firstStart = -1;
    int firstEnd = Integer.MAX_VALUE;
    for (String stop : stops) {
      int start = held.indexOf(stop);
      int end = start + stop.length();
      if (start >= 0 && (end < firstEnd || (end == firstEnd && start < firstStart))) {
        firstStart = start;
        firstEnd = end;
      }
    }
    return firstStart;
  }

  /** Length of the longest tail that begins a stop string. */
  private int suspectLength() {
    int longest = 0;
    for (String stop : stops) {
      int length = Math.min(stop.length() - 1, held.length());
      while (length > longest && !endsWithStartOf(stop, length)) {
        length--;
      }
      longest = Math.max(longest, length);
    }
    return longest;
  }

  private boolean endsWithStartOf(String stop, int length) {
    int from = held.length() - length;
    for (int i = 0; i < length; i++) {
      if (held.charAt(from + i) != stop.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
