package ryot.lab.bench;

import java.util.Locale;

/** Weights that were to be made do not fit this machine's memory. */
public final class NotEnoughMemoryException extends RuntimeException {

  private static final long serialVersionUID = 1;

  NotEnoughMemoryException(String what, long neededBytes, long availableBytes) {
    super(
        String.format(
            Locale.ROOT,
            "%s needs %.1f GB of memory and %.1f GB are available: choose a smaller shape or a"
                + " smaller type",
            what,
            neededBytes / 1e9,
            availableBytes / 1e9));
  }
}
