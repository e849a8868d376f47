package ryot.lab.measure;

import java.util.function.LongSupplier;

/** Whether a clock moves, and in what steps. */
final class ClockCheck {

  private static final int READINGS = 200_000;

  private ClockCheck() {}

  /** The smallest step seen, in nanoseconds; 0 for a clock that stands still. */
  static long granularityNanos(LongSupplier clockNanos) {
    long smallest = Long.MAX_VALUE;
    long last = clockNanos.getAsLong();
    for (int i = 0; i < READINGS; i++) {
      long now = clockNanos.getAsLong();
      if (now > last) {
        smallest = Math.min(smallest, now - last);
      }
      last = now;
    }
    return smallest == Long.MAX_VALUE ? 0 : smallest;
  }
}
