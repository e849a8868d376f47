package ryot.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Where the process starts. */
public final class Main {

  private Main() {}

  /** Runs the command that {@code arguments} name and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Terminal terminal = Terminal.open();
    Interrupts interrupts = Interrupts.install(() -> terminal.err().println("ryot: interrupted"));
    int code = commandLine(terminal, interrupts).execute(arguments);
    terminal.out().flush();
    terminal.err().flush();
    System.exit(code);
  }

  /** All commands, talking to {@code terminal}. */
  static CommandLine commandLine(Terminal terminal, Interrupts interrupts) {
    CommandLine root = new CommandLine(new RyotCommand());
    root.addSubcommand(
        new CommandLine(new TestCommand()).setUnmatchedOptionsArePositionalParams(true));
    Failures failures = new Failures(terminal, interrupts);
    boolean colours = terminal.colours() && terminal.outIsTerminal();
    root.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    root.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    root.setColorScheme(CommandLine.Help.defaultColorScheme(colours ? Ansi.ON : Ansi.OFF));
    root.setExecutionExceptionHandler(failures);
    root.setParameterExceptionHandler(failures);
    root.setUsageHelpAutoWidth(false);
    root.setUsageHelpWidth(96);
    root.setUsageHelpLongOptionsMaxWidth(30);
    return root;
  }
}
