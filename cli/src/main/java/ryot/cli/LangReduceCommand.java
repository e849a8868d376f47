package ryot.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;
import ryot.engine.load.LoadedModel;
import ryot.engine.load.ModelLoader;
import ryot.lang.reduce.Protection;
import ryot.lang.reduce.Reducer;
import ryot.lang.reduce.Reduction;
import ryot.lang.reduce.ReductionRequest;
import ryot.neural.EngineScoring;

/** {@code ryot lang reduce}: a prompt brought down to a budget of tokens. */
@Command(
    name = "reduce",
    description = {
      "Shorten a prompt to a budget of tokens by leaving out whole sentences. Lossy: what is left"
          + " out is gone.",
      "",
      "A local model judges: a sentence stays the sooner, the more it tells about the question, and"
          + " the more it tells at all. Sentences with code, numbers, quoted text or instructions"
          + " always stay, and what stays is as it was, byte for byte. Standard error says what was"
          + " saved, what it took, and from which speed on a model reads the whole prompt sooner."
    },
    footer = {
      "  ./ryot lang reduce --budget 500 --question \"Who signed it?\" minutes.txt",
      "  ./ryot lang reduce --budget 800 --prefix system.txt --protect code,quotes notes.md -o short.md",
    })
final class LangReduceCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "The text to shorten (default: standard input).")
  private @Nullable Path file;

  @Option(
      names = "--budget",
      paramLabel = "N",
      required = true,
      description = "Most tokens that prefix and text may have together.")
  private int budget;

  @Option(
      names = "--question",
      paramLabel = "TEXT",
      description = "What the prompt is for; it is not part of the result.")
  private @Nullable String question;

  @Option(
      names = "--prefix",
      paramLabel = "FILE",
      description =
          "Stands before the text and stays as it is: a system prompt, or what a cache holds.")
  private @Nullable Path prefix;

  @Option(
      names = "--protect",
      paramLabel = "KIND",
      split = ",",
      converter = Kind.class,
      description =
          "What has to stay: code, numbers, quotes, instructions, or none (default: all).")
  private @Nullable Set<Set<Protection>> protect;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Where to (default: standard output).")
  private @Nullable Path out;

  @Option(names = "--force", description = "Replace a file that is there.")
  private boolean force;

  @Mixin private final ModelChoice model = new ModelChoice();

  @Option(
      names = {"-t", "--threads"},
      paramLabel = "N",
      description = "Threads that compute (default: one for each processor).")
  private int threads = Runtime.getRuntime().availableProcessors();

  LangReduceCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    String before = prefix == null ? "" : Files.readString(prefix);
    new Conversion(file, out, force)
        .run(
            terminal,
            (in, to) -> {
              String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
              Reduction reduction =
                  reduce(new ReductionRequest(before, text, question, budget, protections()));
              to.write(reduction.text().getBytes(StandardCharsets.UTF_8));
              report(reduction);
            });
    return ExitCode.OK;
  }

  private Reduction reduce(ReductionRequest request) throws IOException {
    try (LoadedModel loaded = ModelLoader.load(model.file(terminal), threads)) {
      return new Reducer(new EngineScoring(loaded)).reduce(request);
    }
  }

  private Set<Protection> protections() {
    if (protect == null) {
      return EnumSet.allOf(Protection.class);
    }
    Set<Protection> all = EnumSet.noneOf(Protection.class);
    protect.forEach(all::addAll);
    return all;
  }

  private void report(Reduction reduction) {
    terminal
        .err()
        .printf(
            Locale.ROOT,
            "%,d tokens to %,d: %,d of %,d sentences left out in %.2f s",
            reduction.tokensBefore(),
            reduction.tokensAfter(),
            reduction.piecesDropped(),
            reduction.pieces(),
            reduction.elapsed().toNanos() / 1e9);
    if (reduction.tokensSaved() > 0) {
      terminal
          .err()
          .printf(
              Locale.ROOT,
              "; saves time with a model that reads fewer than %,.0f tokens/s",
              reduction.breakEvenTokensPerSecond());
    }
    terminal.err().println();
  }

  /** One name of {@code --protect}. */
  static final class Kind implements ITypeConverter<Set<Protection>> {
    @Override
    public Set<Protection> convert(String value) {
      return switch (value.toLowerCase(Locale.ROOT)) {
        case "code" -> EnumSet.of(Protection.CODE);
        case "numbers" -> EnumSet.of(Protection.NUMBERS);
        case "quotes" -> EnumSet.of(Protection.QUOTES);
        case "instructions" -> EnumSet.of(Protection.INSTRUCTIONS);
        case "none" -> EnumSet.noneOf(Protection.class);
        default ->
            throw new TypeConversionException(
                "'" + value + "' is none of code, numbers, quotes, instructions, none");
      };
    }
  }
}
