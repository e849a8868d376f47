package ryot.cli;

import java.io.PrintStream;

/**
 * The one line at the bottom of a terminal that is drawn over and over: progress. Where standard
 * error is not a terminal, nothing is drawn over: {@link #milestone} writes lines, {@link #draw}
 * nothing. Safe for use by several threads.
 */
final class StatusLine implements AutoCloseable {

  private static final int COLUMNS = 79;
  private static final String ERASE = "\r\u001b[K";

  private final PrintStream stream;
  private final boolean live;
  private boolean drawn;

  StatusLine(Terminal terminal) {
    this.stream = terminal.err();
    this.live = terminal.errIsTerminal();
  }

  /** Whether somebody sees it. */
  boolean live() {
    return live;
  }

  /** Replaces the line, cut to the width of a narrow terminal. */
  synchronized void draw(String text) {
    if (live) {
      String shown = text.codePointCount(0, text.length()) <= COLUMNS ? text : cut(text);
      stream.print(ERASE + shown);
      stream.flush();
      drawn = true;
    }
  }

  /** Writes a line that stays; the status line goes on below it. */
  synchronized void milestone(String text) {
    erase();
    stream.println(text);
  }

  /** Erases the line. */
  @Override
  public synchronized void close() {
    erase();
  }

  private void erase() {
    if (drawn) {
      stream.print(ERASE);
      stream.flush();
      drawn = false;
    }
  }

  private static String cut(String text) {
    return text.substring(0, text.offsetByCodePoints(0, COLUMNS - 1)) + "…";
  }
}
