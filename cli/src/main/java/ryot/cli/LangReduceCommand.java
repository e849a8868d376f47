package ryot.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
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

  @Mixin private final ThreadCount threads = new ThreadCount();

  LangReduceCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    String before = prefix == null ? "" : text(Files.readAllBytes(prefix), prefix.toString());
    new Conversion(file, out, force)
        .run(
            terminal,
            (in, to) -> {
              String name = file == null ? "standard input" : file.toString();
              String text = text(in.readAllBytes(), name);
              Reduction reduction =
                  reduce(new ReductionRequest(before, text, question, budget, protections()));
              to.write(reduction.text().getBytes(StandardCharsets.UTF_8));
              report(reduction);
            });
    return ExitCode.OK;
  }

  /** Text that becomes the same bytes again, so that what stays does stay byte for byte. */
  private static String text(byte[] bytes, String name) {
    CharBuffer chars = CharBuffer.allocate(bytes.length);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, chars, true);
    if (result.isError()) {
      throw new IllegalArgumentException(
          "%s is no UTF-8 at byte %,d: what stays has to stay byte for byte, so convert it first"
              .formatted(name, in.position()));
    }
    return chars.flip().toString();
  }

  private Reduction reduce(ReductionRequest request) throws IOException {
    try (LoadedModel loaded = ModelLoader.load(model.file(terminal), threads.orProcessors())) {
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
