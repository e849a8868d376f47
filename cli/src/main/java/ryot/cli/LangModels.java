package ryot.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import ryot.lang.model.TokenTables;
import ryot.lang.wire.Sigma;
import ryot.lang.wire.TokenModel;
import ryot.lang.zstd.ZstdDictionary;

/** The models that a {@code lang} command works with: those that ship, and a user's own. */
final class LangModels {

  private static final long FILE_BYTES_MAX = 256L << 20;

  @Option(
      names = "--tables",
      paramLabel = "FILE",
      description = "Tables of your own, from './ryot lang train'; may be given several times.")
  private List<Path> tables = List.of();

  @Option(
      names = "--dictionary",
      paramLabel = "FILE",
      description = "A Zstandard dictionary of your own, from './ryot lang train --dictionary'.")
  private List<Path> dictionaries = List.of();

  /** All of them; the user's own are preferred for writing. */
  Sigma sigma() throws IOException {
    Sigma sigma = Sigma.standard();
    for (Path file : tables) {
      sigma = sigma.with(TokenModel.of(TokenTables.read(read(file))));
    }
    for (Path file : dictionaries) {
      sigma = sigma.with(ZstdDictionary.of(read(file)));
    }
    return sigma;
  }

  /** The dictionary that zstd is measured with. */
  byte[] dictionary() throws IOException {
    return dictionaries.isEmpty() ? Sigma.standardDictionary() : read(dictionaries.getFirst());
  }

  private static byte[] read(Path file) throws IOException {
    if (Files.size(file) > FILE_BYTES_MAX) {
      throw new IOException(file + ": larger than any tables or dictionary");
    }
    return Files.readAllBytes(file);
  }
}
