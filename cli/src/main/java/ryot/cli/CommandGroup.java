package ryot.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that has others below it, and by itself says which. */
abstract class CommandGroup implements Runnable {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public final void run() {
    CommandLine command = spec.commandLine();
    command.usage(command.getOut(), command.getColorScheme());
  }
}
