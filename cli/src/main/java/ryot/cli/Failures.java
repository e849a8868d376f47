package ryot.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import ryot.vault.log.TamperedException;

/**
 * Turns whatever a command throws into one message on standard error and an exit code. The stack
 * trace appears only when asked for, by {@code --verbose} or {@code RYOT_DEBUG}.
 */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

  private final Terminal terminal;
  private final Interrupts interrupts;
  private final BooleanSupplier verbose;

  /**
   * Reports on {@code terminal}.
   *
   * @param verbose whether the stack trace is asked for
   */
  Failures(Terminal terminal, Interrupts interrupts, BooleanSupplier verbose) {
    this.terminal = terminal;
    this.interrupts = interrupts;
    this.verbose = verbose;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    terminal.out().flush();
    if (interrupts.arrived() || failure instanceof InterruptedException) {
      terminal.err().println("ryot: interrupted");
      return interrupts.exitCode();
    }
    terminal.err().println("ryot: " + message(failure));
    if (wantsTrace()) {
      failure.printStackTrace(terminal.err());
    }
    return ExitCode.FAILED;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    StringBuilder text = new StringBuilder("ryot: ");
    if (failure instanceof UnmatchedArgumentException unmatched) {
      text.append(unmatched(unmatched, command));
    } else {
      text.append(sentence(words(failure)));
    }
    text.append(" (see ./").append(command.getCommandSpec().qualifiedName()).append(" --help)");
    terminal.err().println(text);
    return ExitCode.USAGE;
  }

  private static String unmatched(UnmatchedArgumentException failure, CommandLine command) {
    String word = failure.getUnmatched().getFirst();
    boolean option = word.startsWith("-");
    boolean group = !command.getSubcommands().isEmpty();
    String what = option ? "unknown option" : group ? "no command" : "one argument too many:";
    List<String> suggestions = failure.getSuggestions();
    return what
        + " '"
        + word
        + "'"
        + (suggestions.isEmpty() || (!option && !group)
            ? ""
            : "; did you mean " + String.join(" or ", suggestions) + "?");
  }

  /** The failure in words: what was wrong, and with which file. */
  static String message(Throwable failure) {
    return switch (failure) {
      case NoSuchFileException e -> "no such file: " + e.getFile();
      case AccessDeniedException e -> "no permission for " + e.getFile();
      case FileAlreadyExistsException e -> "already there: " + e.getFile();
      case NotDirectoryException e -> "not a folder: " + e.getFile();
      case FileSystemException e -> reason(e);
      case IOException e -> words(e);
      case TamperedException e -> words(e) + "; './ryot vault restore' makes a vault of a backup";
      case RuntimeException e when isOurs(e) -> words(e);
      default -> "unexpected " + failure + " (--verbose shows where)";
    };
  }

  private static String reason(FileSystemException failure) {
    String reason = failure.getReason();
    return failure.getFile() + ": " + (reason == null ? "cannot be used" : reason);
  }

  private static String words(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  /** Whether the message was written for the person at the terminal. */
  private static boolean isOurs(RuntimeException failure) {
    return failure.getClass().getName().startsWith("ryot.")
        || failure instanceof IllegalArgumentException
        || failure instanceof IllegalStateException;
  }

  private boolean wantsTrace() {
    String debug = System.getenv("RYOT_DEBUG");
    return (debug != null && !debug.isEmpty()) || verbose.getAsBoolean();
  }

  /** Picocli's sentence in our manner: it begins small, as it follows a colon. */
  private static String sentence(String message) {
    return message.isEmpty()
        ? message
        : Character.toLowerCase(message.charAt(0)) + message.substring(1);
  }
}
