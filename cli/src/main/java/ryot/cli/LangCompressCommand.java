package ryot.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ryot.lang.wire.Sigma;
import ryot.lang.wire.SigmaOutputStream;
import ryot.neural.NeuralModel;
import ryot.neural.NeuralOptions;

/** {@code ryot lang compress}: a file or pipe into a container. */
@Command(
    name = "compress",
    description = {
      "Compress a file, or standard input to standard output.",
      "",
      "'auto' codes every 4 MiB both as blocks that stand alone and as one session, and keeps the"
          + " smaller; 'stream' is the session alone, which is the fastest; 'token' are blocks by"
          + " tables of language. Every block is checked when it is read.",
      "",
      "'neural' codes by a language model's next-token probabilities: half the size of 'token' or"
          + " less on chats, at a kilobyte or so a second. For what is kept for long and read"
          + " seldom. The same model has to be there for reading; its bits are the same on every"
          + " machine. Segments of --chunk bytes are computed beside each other; with --framed"
          + " each record is one."
    },
    footer = {
      "  ./ryot lang compress history.jsonl",
      "  cat traces/*.json | ./ryot lang compress --tier stream >traces.sigma",
      "  ./ryot lang compress --tier neural --framed messages.bin",
      "  ./ryot lang compress chat.txt --tables mine.tables -o chat.sigma",
    })
final class LangCompressCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "What to compress (default: standard input).")
  private @Nullable Path file;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Where to (default: FILE.sigma, or standard output).")
  private @Nullable Path out;

  @Option(
      names = "--tier",
      paramLabel = "TIER",
      description = "auto, token, stream, stored or neural (default: auto).")
  private LangTier tier = LangTier.auto;

  @Option(names = "--force", description = "Replace a file that is there.")
  private boolean force;

  @Mixin private final LangModels models = new LangModels();

  @Mixin private final LangNeural neural = new LangNeural();

  @Option(
      names = "--chunk",
      paramLabel = "BYTES",
      description = "neural: about how long segments are (default: 4096); longer ones are smaller.")
  private int chunk = NeuralOptions.DEFAULT.segmentBytes();

  @Option(
      names = "--framed",
      description = "neural: the file is records [u32 little-endian length][bytes].")
  private boolean framed;

  @Option(
      names = "--no-verify",
      description = "neural: do not decode each segment again, which takes most of the time.")
  private boolean unverified;

  LangCompressCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Path target = out != null || file == null ? out : named(file);
    Conversion conversion = new Conversion(file, target, force);
    Conversion.Sizes sizes =
        tier == LangTier.neural
            ? neural(conversion)
            : conversion.run(terminal, (in, to) -> code(models.sigma(), in, to));
    terminal
        .err()
        .printf(
            Locale.ROOT,
            "%s to %s (%.2f:1)%s%n",
            Figures.size(sizes.in()),
            Figures.size(sizes.out()),
            (double) sizes.in() / sizes.out(),
            target == null ? "" : ": " + target);
    return ExitCode.OK;
  }

  private Conversion.Sizes neural(Conversion conversion) throws IOException {
    try (TokenDisplay display = new TokenDisplay(terminal);
        NeuralModel model =
            neural.open(terminal, new NeuralOptions(chunk, !unverified, display::accept))) {
      Sigma sigma = models.sigma().with(model);
      return conversion.run(terminal, display::place, (in, to) -> code(sigma, in, to));
    }
  }

  private void code(Sigma sigma, InputStream in, OutputStream to) throws IOException {
    try (SigmaOutputStream writer = sigma.writer(to, tier.options())) {
      if (framed) {
        Records.copy(in, writer);
      } else {
        in.transferTo(writer);
      }
    }
  }

  private static Path named(Path file) {
    return file.resolveSibling(file.getFileName() + ".sigma");
  }
}
