package ryot.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Where the process starts. */
public final class Main {

  private static final int HELP_COLUMNS = 96;
  private static final int OPTION_COLUMNS = 30;

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
    RyotCommand ryot = new RyotCommand();
    CommandLine root = new CommandLine(ryot);
    CommandLine model =
        new CommandLine(new ModelCommand())
            .addSubcommand(new ModelInfoCommand(terminal))
            .addSubcommand(new ModelTokenizeCommand(terminal, interrupts))
            .addSubcommand(new ModelDetokenizeCommand(terminal, interrupts))
            .addSubcommand(new ModelLogitsCommand(terminal));
    root.addSubcommand(new GenerateCommand(terminal, interrupts));
    root.addSubcommand(new ChatCommand(terminal, interrupts));
    root.addSubcommand(new PullCommand(terminal));
    root.addSubcommand(new ModelsCommand(terminal));
    root.addSubcommand(model);
    root.addSubcommand(new BenchCommand(terminal));
    root.addSubcommand(new DayCommand(terminal));
    root.addSubcommand(
        new CommandLine(new TestCommand()).setUnmatchedOptionsArePositionalParams(true));
    Failures failures = new Failures(terminal, interrupts, ryot::verbose);
    boolean colours = terminal.colours() && terminal.outIsTerminal();
    root.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    root.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    root.setColorScheme(CommandLine.Help.defaultColorScheme(colours ? Ansi.ON : Ansi.OFF));
    root.setExecutionExceptionHandler(failures);
    root.setParameterExceptionHandler(failures);
    root.setUsageHelpWidth(HELP_COLUMNS);
    root.setUsageHelpLongOptionsMaxWidth(OPTION_COLUMNS);
    root.getSubcommands().values().forEach(Main::layOut);
    return root;
  }

  /** Gives the help of a command and of those below it the parts that all of them have. */
  private static void layOut(CommandLine command) {
    UsageMessageSpec help = command.getCommandSpec().usageMessage();
    help.parameterListHeading("%nArguments:%n");
    help.optionListHeading("%nOptions:%n");
    help.footerHeading("%nExamples:%n");
    help.sortOptions(false);
    command.getSubcommands().values().forEach(Main::layOut);
  }
}
