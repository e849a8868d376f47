package ryot.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
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
    int code = execute(terminal, interrupts, arguments);
    terminal.out().flush();
    terminal.err().flush();
    System.exit(code);
  }

  /** Runs the command that {@code arguments} name; its exit code. */
  static int execute(Terminal terminal, Interrupts interrupts, String... arguments) {
    return commandLine(terminal, interrupts, arguments.length == 0 ? "" : arguments[0])
        .execute(arguments);
  }

  /** All commands, talking to {@code terminal}. */
  static CommandLine commandLine(Terminal terminal, Interrupts interrupts) {
    return commandLine(terminal, interrupts, "");
  }

  /**
   * The command {@code wanted} if there is one of that name, or else all that are for people: each
   * takes time to read its options from its class, and one is all that most starts need.
   */
  private static CommandLine commandLine(Terminal terminal, Interrupts interrupts, String wanted) {
    RyotCommand ryot = new RyotCommand();
    CommandLine root = new CommandLine(ryot);
    Map<String, Supplier<CommandLine>> commands = commands(terminal, interrupts);
    if (wanted.equals("rehearse")) {
      root.addSubcommand(new RehearseCommand(terminal, interrupts));
    } else if (commands.containsKey(wanted)) {
      root.addSubcommand(wanted, commands.get(wanted).get());
    } else {
      commands.forEach((name, command) -> root.addSubcommand(name, command.get()));
    }
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

  private static Map<String, Supplier<CommandLine>> commands(
      Terminal terminal, Interrupts interrupts) {
    Map<String, Supplier<CommandLine>> commands = new LinkedHashMap<>();
    commands.put("generate", () -> new CommandLine(new GenerateCommand(terminal, interrupts)));
    commands.put("chat", () -> new CommandLine(new ChatCommand(terminal, interrupts)));
    commands.put("pull", () -> new CommandLine(new PullCommand(terminal)));
    commands.put("models", () -> new CommandLine(new ModelsCommand(terminal)));
    commands.put("model", () -> model(terminal, interrupts));
    commands.put("lang", () -> lang(terminal));
    commands.put("vault", () -> vault(terminal, interrupts));
    commands.put("bench", () -> new CommandLine(new BenchCommand(terminal)));
    commands.put("day", () -> new CommandLine(new DayCommand(terminal)));
    commands.put(
        "test",
        () -> new CommandLine(new TestCommand()).setUnmatchedOptionsArePositionalParams(true));
    return commands;
  }

  private static CommandLine model(Terminal terminal, Interrupts interrupts) {
    return new CommandLine(new ModelCommand())
        .addSubcommand(new ModelInfoCommand(terminal))
        .addSubcommand(new ModelTokenizeCommand(terminal, interrupts))
        .addSubcommand(new ModelDetokenizeCommand(terminal, interrupts))
        .addSubcommand(new ModelLogitsCommand(terminal));
  }

  private static CommandLine lang(Terminal terminal) {
    return new CommandLine(new LangCommand())
        .addSubcommand(new LangCompressCommand(terminal))
        .addSubcommand(new LangDecompressCommand(terminal))
        .addSubcommand(new LangBenchCommand(terminal))
        .addSubcommand(new LangTrainCommand(terminal))
        .addSubcommand(new LangReduceCommand(terminal));
  }

  private static CommandLine vault(Terminal terminal, Interrupts interrupts) {
    return new CommandLine(new VaultCommand())
        .addSubcommand(new VaultCreateCommand(terminal, interrupts))
        .addSubcommand(new VaultPutCommand(terminal, interrupts))
        .addSubcommand(new VaultGetCommand(terminal, interrupts))
        .addSubcommand(new VaultLsCommand(terminal, interrupts))
        .addSubcommand(new VaultSearchCommand(terminal, interrupts))
        .addSubcommand(new VaultDeleteCommand(terminal, interrupts))
        .addSubcommand(new VaultVerifyCommand(terminal, interrupts))
        .addSubcommand(new VaultRotateCommand(terminal, interrupts))
        .addSubcommand(new VaultCompactCommand(terminal, interrupts))
        .addSubcommand(new VaultBackupCommand(terminal, interrupts))
        .addSubcommand(new VaultRestoreCommand(terminal, interrupts))
        .addSubcommand(new VaultStatsCommand(terminal, interrupts))
        .addSubcommand(
            new CommandLine(new VaultPassphraseCommand())
                .addSubcommand(new VaultPassphraseChangeCommand(terminal, interrupts))
                .addSubcommand(new VaultPassphraseAddCommand(terminal, interrupts))
                .addSubcommand(new VaultPassphraseRemoveCommand(terminal, interrupts))
                .addSubcommand(new VaultPassphraseLsCommand(terminal)));
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
