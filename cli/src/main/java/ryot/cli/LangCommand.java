package ryot.cli;

import picocli.CommandLine.Command;

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
final class LangCommand extends CommandGroup {}
