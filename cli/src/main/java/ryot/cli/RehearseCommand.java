package ryot.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code ryot rehearse}: answers a prompt with a tiny model of zeros that it makes and deletes
 * again, so that the JVM can record what a start needs. The launcher script runs it after a build;
 * it touches nothing of the user's. It is not among the commands that are listed.
 */
@Command(
    name = "rehearse",
    description = "Show the JVM what a start needs (the launcher script runs it after a build).")
final class RehearseCommand implements Callable<Integer> {

  private final Terminal terminal;
  private final Interrupts interrupts;

  @Parameters(paramLabel = "FOLDER", description = "Where the model is made.")
  private Path folder = Path.of("");

  RehearseCommand(Terminal terminal, Interrupts interrupts) {
    this.terminal = terminal;
    this.interrupts = interrupts;
  }

  @Override
  public Integer call() throws IOException {
    Path model = Files.createTempFile(folder, "rehearsal", ".gguf");
    try {
      Files.write(model, RehearsalModel.bytes());
      return Main.execute(
          terminal,
          interrupts,
          "generate",
          "--max-tokens",
          "16",
          "--model",
          model.toString(),
          "Why is the sky blue?");
    } finally {
      Files.delete(model);
    }
  }
}
