package ryot.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ryot.lang.wire.Sigma;

/** {@code ryot lang decompress}: a container into a file or pipe. */
@Command(
    name = "decompress",
    description = {
      "Decompress a file, or standard input to standard output.",
      "",
      "Every block is checked before a byte of it is written. What is damaged, cut short, written"
          + " with tables that are not here, or by a newer release is said to be so; a file appears"
          + " whole or not at all."
    },
    footer = {
      "  ./ryot lang decompress history.jsonl.sigma",
      "  ./ryot lang decompress <traces.sigma | grep ERROR",
      "  ./ryot lang decompress chat.sigma --tables mine.tables -o chat.txt",
    })
final class LangDecompressCommand implements Callable<Integer> {

  private static final String ENDING = ".sigma";

  private final Terminal terminal;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "What to decompress (default: standard input).")
  private @Nullable Path file;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Where to (default: FILE without its .sigma, or standard output).")
  private @Nullable Path out;

  @Option(names = "--force", description = "Replace a file that is there.")
  private boolean force;

  @Mixin private final LangModels models = new LangModels();

  LangDecompressCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Sigma sigma = models.sigma();
    new Conversion(file, target(), force)
        .run(terminal, (in, to) -> sigma.reader(in).transferTo(to));
    return ExitCode.OK;
  }

  private @Nullable Path target() {
    if (out != null || file == null) {
      return out;
    }
    String name = file.getFileName().toString();
    if (!name.endsWith(ENDING) || name.length() == ENDING.length()) {
      throw new IllegalArgumentException(
          file + " does not end in " + ENDING + ": say with --out where its content goes");
    }
    return file.resolveSibling(name.substring(0, name.length() - ENDING.length()));
  }
}
