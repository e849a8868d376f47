package ryot.cli;

import java.io.IOException;
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

/** {@code ryot lang compress}: a file or pipe into a container. */
@Command(
    name = "compress",
    description = {
      "Compress a file, or standard input to standard output.",
      "",
      "'auto' codes every 4 MiB both as blocks that stand alone and as one session, and keeps the"
          + " smaller; 'stream' is the session alone, which is the fastest; 'token' are blocks by"
          + " tables of language. Every block is checked when it is read."
    },
    footer = {
      "  ./ryot lang compress history.jsonl",
      "  cat traces/*.json | ./ryot lang compress --tier stream >traces.sigma",
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
      description = "auto, token, stream or stored (default: auto).")
  private LangTier tier = LangTier.auto;

  @Option(names = "--force", description = "Replace a file that is there.")
  private boolean force;

  @Mixin private final LangModels models = new LangModels();

  LangCompressCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Sigma sigma = models.sigma();
    Path target = out != null || file == null ? out : named(file);
    Conversion.Sizes sizes =
        new Conversion(file, target, force)
            .run(
                terminal,
                (in, to) -> {
                  try (OutputStream writer = sigma.writer(to, tier.options())) {
                    in.transferTo(writer);
                  }
                });
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

  private static Path named(Path file) {
    return file.resolveSibling(file.getFileName() + ".sigma");
  }
}
