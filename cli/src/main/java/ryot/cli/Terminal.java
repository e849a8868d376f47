package ryot.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What the process talks to. Text is UTF-8 whatever the locale says, because models speak it and
 * pipes carry it.
 *
 * @param out results only, so that they can be piped
 * @param err everything for the person: progress, statistics, errors
 * @param in what is piped or typed
 * @param outIsTerminal whether a person reads {@code out}
 * @param errIsTerminal whether a person reads {@code err}
 * @param inIsTerminal whether a person types
 * @param colours whether colours are wanted: a terminal that can, and no {@code NO_COLOR}
 */
record Terminal(
    PrintStream out,
    PrintStream err,
    InputStream in,
    boolean outIsTerminal,
    boolean errIsTerminal,
    boolean inIsTerminal,
    boolean colours) {

  private static final int BUFFER_BYTES = 8192;

  /**
   * The terminal of this process. The launcher tells by {@code ryot.tty} which of the three streams
   * are terminals ({@code i}, {@code o}, {@code e}), which Java cannot ask one by one (untold, none
   * is), and by {@code ryot.stderr} under which number the real standard error is to be found.
   */
  static Terminal open() {
    String tty = System.getProperty("ryot.tty", "");
    PrintStream err = stream(new FileOutputStream(standardError()), true);
    System.setErr(err);
    PrintStream out = stream(new FileOutputStream(FileDescriptor.out), false);
    System.setOut(out);
    String term = System.getenv("TERM");
    String noColour = System.getenv("NO_COLOR");
    boolean colours =
        (noColour == null || noColour.isEmpty())
            && term != null
            && !term.toLowerCase(Locale.ROOT).equals("dumb");
    return new Terminal(
        out,
        err,
        new FileInputStream(FileDescriptor.in),
        tty.indexOf('o') >= 0,
        tty.indexOf('e') >= 0,
        tty.indexOf('i') >= 0,
        colours);
  }

  /** All of {@code in}, as UTF-8; a signal that arrives meanwhile ends the process at once. */
  String readAll(Interrupts interrupts) throws IOException {
    try (Interrupts.Scope _ = interrupts.whileReading()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Text in faint print where {@code err} can show it. */
  String faint(String text) {
    return colours && errIsTerminal ? "\u001b[2m" + text + "\u001b[0m" : text;
  }

  /** Text in bold print where {@code out} can show it. */
  String bold(String text) {
    return colours && outIsTerminal ? "\u001b[1m" + text + "\u001b[0m" : text;
  }

  /** Prints a table whose first line is its heading. */
  void print(Table table) {
    boolean heading = true;
    for (String line : table.lines()) {
      out.println(heading ? bold(line) : line);
      heading = false;
    }
  }

  private static PrintStream stream(OutputStream target, boolean autoFlush) {
    return new PrintStream(
        new BufferedOutputStream(target, BUFFER_BYTES), autoFlush, StandardCharsets.UTF_8);
  }

  /**
   * The JVM announces every start with the Vector API by a line on standard error that no option
   * suppresses. The launcher therefore starts it with that stream closed and the real one under
   * another number. No API opens a stream by number, hence the one private constructor.
   */
  private static FileDescriptor standardError() {
    Integer number = Integer.getInteger("ryot.stderr");
    if (number == null) {
      return FileDescriptor.err;
    }
    try {
      Constructor<FileDescriptor> constructor =
          FileDescriptor.class.getDeclaredConstructor(int.class);
      constructor.setAccessible(true);
      return constructor.newInstance(number);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new IllegalStateException(
          "this JVM does not open file descriptor "
              + number
              + "; start it with --add-opens java.base/java.io=ALL-UNNAMED or without -Dryot.stderr",
          e);
    }
  }
}
