package ryot.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Asks for what nobody is to see, on the person's terminal. The question goes to standard error, so
 * that the result can be piped meanwhile; the terminal's echo is off until the answer is there, and
 * comes back whatever happens.
 */
final class HiddenPrompt {
  private static final int BYTES_MAX = 4_096;

  private final Terminal terminal;
  private final Interrupts interrupts;

  HiddenPrompt(Terminal terminal, Interrupts interrupts) {
    this.terminal = terminal;
    this.interrupts = interrupts;
  }

  /**
   * What the person types before the end of the line; the caller zeroes it.
   *
   * @throws IOException if the terminal goes on showing what is typed
   */
  char[] ask(String question) throws IOException {
    Thread restoring = Thread.ofPlatform().unstarted(() -> echo("echo"));
    Runtime.getRuntime().addShutdownHook(restoring);
    try (Interrupts.Scope _ = interrupts.whileReading()) {
      if (!echo("-echo")) {
        throw new IOException(
            "this terminal cannot hide what is typed; use --passphrase-file, --key-file or "
                + VaultKeyFlags.VARIABLE);
      }
      terminal.err().print(question);
      terminal.err().flush();
      return line(terminal.in());
    } finally {
      echo("echo");
      terminal.err().println();
      Runtime.getRuntime().removeShutdownHook(restoring);
    }
  }

  /** Has the terminal show what is typed, or not: the standard input of this process is it. */
  private static boolean echo(String setting) {
    try {
      return new ProcessBuilder("stty", setting)
              .redirectInput(ProcessBuilder.Redirect.INHERIT)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static char[] line(InputStream in) throws IOException {
    Wiped typed = new Wiped();
    try (typed) {
      for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
        if (typed.size() == BYTES_MAX) {
          throw new IllegalArgumentException(
              "a passphrase has at most %,d bytes".formatted(BYTES_MAX));
        }
        typed.write(next);
      }
      return typed.characters();
    }
  }

  /** The characters of UTF-8 bytes without the end of a line; the caller zeroes them. */
  static char[] characters(byte[] utf8, int length) {
    int end = length;
    while (end > 0 && (utf8[end - 1] == '\n' || utf8[end - 1] == '\r')) {
      end--;
    }
    CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(utf8, 0, end));
    char[] characters = new char[decoded.remaining()];
    decoded.get(characters).clear();
    while (decoded.hasRemaining()) {
      decoded.put('\0');
    }
    return characters;
  }

  /** Bytes that are zeroed when closed. */
  private static final class Wiped extends ByteArrayOutputStream {
    Wiped() {
      super(BYTES_MAX);
    }

    char[] characters() {
      return HiddenPrompt.characters(buf, count);
    }

    @Override
    public void close() {
      Arrays.fill(buf, (byte) 0);
    }
  }
}
