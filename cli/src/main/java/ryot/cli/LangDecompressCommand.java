package ryot.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ryot.lang.wire.Sigma;
import ryot.neural.NeuralModel;
import ryot.neural.NeuralOptions;

/** {@code ryot lang decompress}: a container into a file or pipe. */
@Command(
    name = "decompress",
    description = {
      "Decompress a file, or standard input to standard output.",
      "",
      "Every block is checked before a byte of it is written. What is damaged, cut short, written"
          + " with tables that are not here, or by a newer release is said to be so; a file appears"
          + " whole or not at all.",
      "",
      "What a language model coded needs the same model: one that 'ryot models' lists is found by"
          + " what the file names, and fetched if it is not here; another is given by --model."
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

  @Mixin private final LangNeural neural = new LangNeural();

  LangDecompressCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Conversion conversion = new Conversion(file, target(), force);
    try (TokenDisplay display = new TokenDisplay(terminal)) {
      conversion.run(
          terminal, display::place, (in, to) -> decode(new BufferedInputStream(in), to, display));
    }
    return ExitCode.OK;
  }

  private void decode(InputStream in, OutputStream to, TokenDisplay display) throws IOException {
    Optional<Path> model = neural.file(terminal, Sigma.modelsNamed(in));
    if (model.isEmpty()) {
      models.sigma().reader(in).transferTo(to);
      return;
    }
    try (NeuralModel opened =
        neural.open(model.get(), NeuralOptions.DEFAULT.withProgress(display::accept))) {
      models.sigma().with(opened).reader(in).transferTo(to);
    }
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
