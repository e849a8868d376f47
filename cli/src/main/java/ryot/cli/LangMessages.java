package ryot.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ryot.lab.codec.MessageSet;

/** The messages that a {@code lang} command measures or learns from. */
final class LangMessages {

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Files with messages; each is one, unless cut or framed.")
  private List<Path> files = List.of();

  @Option(
      names = "--chunk",
      paramLabel = "BYTES",
      description = "Cut the text into messages of so many bytes; a shorter rest is left out.")
  private @Nullable Integer chunk;

  @Option(
      names = "--framed",
      description = "Files are records [u32 little-endian length][bytes], each a message.")
  private boolean framed;

  MessageSet read() throws IOException {
    if (chunk != null && (chunk < 1 || chunk > MessageSet.BYTES_MAX)) {
      throw new IllegalArgumentException("--chunk is at least 1 byte, not " + chunk);
    }
    return MessageSet.read(
        files, framed, chunk == null ? OptionalInt.empty() : OptionalInt.of(chunk));
  }
}
