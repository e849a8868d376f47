package ryot.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import picocli.CommandLine;

/** Runs a command inside this JVM and keeps what it said. */
final class Cli {

  /** What a command did: its exit code and what it wrote. */
  record Outcome(int code, String out, String err) {}

  private Cli() {}

  /** All commands, for looking at. */
  static CommandLine commandLine() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
    return Main.commandLine(
        new Terminal(nowhere, nowhere, InputStream.nullInputStream(), false, false, false, false),
        Interrupts.none());
  }

  static Outcome run(String... arguments) {
    return runWithInput("", arguments);
  }

  static Outcome runWithInput(String input, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, false, UTF_8),
            new PrintStream(err, true, UTF_8),
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            false,
            false,
            false,
            false);
    int code = Main.execute(terminal, Interrupts.none(), arguments);
    terminal.out().flush();
    return new Outcome(code, out.toString(UTF_8), err.toString(UTF_8));
  }
}
