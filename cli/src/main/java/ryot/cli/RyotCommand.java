package ryot.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code ryot} alone: shows what there is. */
@Command(
    name = "ryot",
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Runs language models on this machine, in plain Java, and measures how fast it really is.",
      "",
      "The first time it needs a model, it fetches one (SmolLM2-135M-Instruct, 98 MB, Apache-2.0)."
    },
    commandListHeading = "%nCommands:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:bad input, or something failed; the message says what",
      "2:the command line is wrong",
      "3:'day' measured everything, and a target was missed",
      "4:set-up failed: no JDK, no Maven, or the build failed",
      "130:interrupted by Ctrl-C (other signals: 128 and their number)"
    },
    footerHeading = "%nFirst steps:%n",
    footer = {
      "  ./ryot generate \"Why is the sky blue?\"   one answer",
      "  ./ryot chat                              a conversation",
      "  ./ryot day 1                             measure, profile and report",
      "  ./ryot COMMAND --help                    all about a command, with examples"
    })
final class RyotCommand implements Runnable {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli answers it
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version, and the Java that runs it.")
  @SuppressWarnings("UnusedVariable") // picocli answers it
  private boolean version;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show where in the program a failure happened.")
  private boolean verbose;

  @Override
  public void run() {
    CommandLine command = spec.commandLine();
    command.usage(command.getOut(), command.getColorScheme());
  }

  /** Whether failures show their stack trace. */
  boolean verbose() {
    return verbose;
  }
}
