package ryot.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ryot.engine.gguf.GgufFile;
import ryot.engine.load.TokenizerLoader;
import ryot.engine.tokenizer.Tokenizer;

/** {@code ryot model tokenize}: text to token ids. */
@Command(
    name = "tokenize",
    description = {
      "Read text from standard input and print its token ids.",
      "",
      "The text is taken exactly as it comes, its last line end included, and nothing is added at"
          + " either end. With --separator the input is split into cases, and each gives one line;"
          + " a separator at the very end opens no further case. The file needs a tokenizer and"
          + " nothing else: vocabulary-only files will do."
    },
    footer = {
      "  printf 'Hello, world' | ./ryot model tokenize",
      "  ./ryot model tokenize --model vocab.gguf --separator '\\n__ggml_vocab_test__\\n' <cases.inp",
      "  printf '<|im_start|>user' | ./ryot model tokenize --special",
    })
final class ModelTokenizeCommand implements Callable<Integer> {

  private final Terminal terminal;
  private final Interrupts interrupts;

  @Mixin private final ModelChoice model = new ModelChoice();

  @Option(
      names = {"-s", "--separator"},
      paramLabel = "S",
      converter = Separator.Converter.class,
      description = "What divides the input into cases; \\n, \\r, \\t, \\0 and \\\\ as in Java.")
  private @Nullable Separator separator;

  @Option(
      names = "--special",
      description =
          "Control tokens written out in the text, such as <|im_end|>, become those tokens.")
  private boolean special;

  ModelTokenizeCommand(Terminal terminal, Interrupts interrupts) {
    this.terminal = terminal;
    this.interrupts = interrupts;
  }

  @Override
  public Integer call() throws IOException {
    Tokenizer tokenizer = tokenizer(model.file(terminal));
    String input = terminal.readAll(interrupts);
    List<String> cases = separator == null ? List.of(input) : separator.split(input);
    for (String text : cases) {
      terminal.out().println(TokenIds.format(tokenizer.encode(text, special)));
    }
    return ExitCode.OK;
  }

  /** The tokenizer in a file, which need not hold anything else. */
  static Tokenizer tokenizer(Path file) throws IOException {
    try (GgufFile opened = GgufFile.open(file)) {
      return TokenizerLoader.load(opened.metadata());
    }
  }
}
