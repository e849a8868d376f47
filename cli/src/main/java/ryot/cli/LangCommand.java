package ryot.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ryot lang}: codes messages. */
@Command(
    name = "lang",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "ΣLANG: store the messages of language models in a quarter of their size.",
      "",
      "Any bytes go in, the same bytes come out. docs/sigma-format.md draws the format."
    },
    commandListHeading = "%nCommands:%n",
    footer = {
      "  ./ryot lang compress history.jsonl",
      "  ./ryot lang decompress history.jsonl.sigma",
      "  ./ryot lang bench --chunk 1024 *.txt",
    })
final class LangCommand implements Runnable {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public void run() {
    CommandLine command = spec.commandLine();
    command.usage(command.getOut(), command.getColorScheme());
  }
}
