package ryot.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ryot.engine.tokenizer.TokenDecoder;
import ryot.engine.tokenizer.TokenKind;
import ryot.engine.tokenizer.Tokenizer;

/** {@code ryot model detokenize}: token ids to text. */
@Command(
    name = "detokenize",
    description = {
      "Read token ids from standard input and print the text they stand for.",
      "",
      "Each line of ids is one case; the texts are printed with the separator between them and"
          + " nothing after the last, so that one case gives exactly its text. Control tokens are"
          + " left out unless asked for."
    },
    footer = {
      "  echo '19556 28 905' | ./ryot model detokenize",
      "  printf 'Hello, world' | ./ryot model tokenize | ./ryot model detokenize",
      "  ./ryot model detokenize --model my.gguf --separator '\\n---\\n' <ids.txt",
    })
final class ModelDetokenizeCommand implements Callable<Integer> {

  private final Terminal terminal;
  private final Interrupts interrupts;

  @Mixin private final ModelChoice model = new ModelChoice();

  @Option(
      names = {"-s", "--separator"},
      paramLabel = "S",
      converter = Separator.Converter.class,
      defaultValue = "\\n",
      description = "What stands between two texts (default: a line end, ${DEFAULT-VALUE}).")
  private Separator separator = new Separator("\n");

  @Option(names = "--special", description = "Write control tokens out, such as <|im_end|>.")
  private boolean special;

  ModelDetokenizeCommand(Terminal terminal, Interrupts interrupts) {
    this.terminal = terminal;
    this.interrupts = interrupts;
  }

  @Override
  public Integer call() throws IOException {
    Tokenizer tokenizer = ModelTokenizeCommand.tokenizer(model.file(terminal));
    List<String> lines = terminal.readAll(interrupts).lines().toList();
    boolean first = true;
    for (String line : lines) {
      String text = text(tokenizer, TokenIds.parse(line, tokenizer.vocabulary().size()));
      terminal.out().print(first ? text : separator.text() + text);
      first = false;
    }
    if (terminal.outIsTerminal()) {
      terminal.out().println();
    }
    return ExitCode.OK;
  }

  private String text(Tokenizer tokenizer, int[] ids) {
    if (!special) {
      return tokenizer.decode(ids);
    }
    TokenDecoder decoder = tokenizer.decoder();
    StringBuilder text = new StringBuilder();
    for (int id : ids) {
      if (tokenizer.vocabulary().kind(id) == TokenKind.CONTROL) {
        text.append(decoder.finish()).append(tokenizer.vocabulary().piece(id));
      } else {
        text.append(decoder.accept(id));
      }
    }
    return text.append(decoder.finish()).toString();
  }
}
