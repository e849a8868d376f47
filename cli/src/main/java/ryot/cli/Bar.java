package ryot.cli;

/** A progress bar as text: {@code ███████▌ }. */
final class Bar {

  private static final int CELLS = 20;
  private static final String PARTS = " ▏▎▍▌▋▊▉";

  private Bar() {}

  /** A bar of 20 cells, filled to {@code fraction}, which is cut to [0, 1]. */
  static String of(double fraction) {
    double filled = CELLS * Math.clamp(fraction, 0.0, 1.0);
    int whole = (int) filled;
    StringBuilder bar = new StringBuilder("█".repeat(whole));
    if (whole < CELLS) {
      bar.append(PARTS.charAt((int) ((filled - whole) * PARTS.length())));
      bar.append(" ".repeat(CELLS - whole - 1));
    }
    return bar.toString();
  }
}
