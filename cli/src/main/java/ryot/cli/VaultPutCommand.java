package ryot.cli;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ryot.embed.minilm.MiniLmEmbedder;
import ryot.vault.Rsu;
import ryot.vault.RsuWriter;
import ryot.vault.Vault;

/** {@code ryot vault put}: a file or pipe into a unit. */
@Command(
    name = "put",
    description = {
      "Store a file, or standard input, as a unit: text in UTF-8, or with --bytes anything, of any"
          + " size. A unit of the same id is replaced. It is durable when the command ends."
    },
    footer = {
      "  ./ryot vault put rome notes/rome.md --tag travel --tag italy",
      "  curl -s example.org | ./ryot vault put page --meta source=example.org",
      "  ./ryot vault put model.gguf model.gguf --bytes",
    })
final class VaultPutCommand implements Callable<Integer> {
  private static final int TEXT_BYTES_MAX = 64 << 20;
  private static final int PIECE = 1 << 20;

  private final Terminal terminal;
  private final Interrupts interrupts;

  @Parameters(paramLabel = "ID", description = "What the unit is called.", index = "0")
  private String id = "";

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      index = "1",
      description = "What to store (default: standard input).")
  private @Nullable Path file;

  @Mixin private final VaultFlags vault = new VaultFlags();

  @Option(names = "--kind", paramLabel = "KIND", description = "What it is (default: note).")
  private String kind = "note";

  @Option(names = "--tag", paramLabel = "TAG", description = "What it can be found by; repeatable.")
  private List<String> tags = List.of();

  @Option(
      names = "--meta",
      paramLabel = "KEY=VALUE",
      description = "What else is to be known of it; repeatable.")
  private Map<String, String> metadata = new LinkedHashMap<>();

  @Option(
      names = "--recompute",
      paramLabel = "SECONDS",
      description = "What it would take to make it anew: what eviction weighs.")
  private double recomputeSeconds;

  @Option(
      names = "--embed",
      description =
          "Keep what the text means beside it, so that 'vault search TEXT' need not read" + " it.")
  private boolean embed;

  @Option(names = "--pin", description = "Never evict it.")
  private boolean pinned;

  @Option(names = "--bytes", description = "Store any bytes, piece by piece, instead of a text.")
  private boolean bytes;

  VaultPutCommand(Terminal terminal, Interrupts interrupts) {
    this.terminal = terminal;
    this.interrupts = interrupts;
  }

  @Override
  public Integer call() throws IOException {
    if (!(recomputeSeconds >= 0) || recomputeSeconds > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "--recompute is a number of seconds from 0 on, not " + recomputeSeconds);
    }
    if (bytes && embed) {
      throw new IllegalArgumentException(
          "--embed reads a text, and --bytes stores none: give one of them");
    }
    Rsu.Builder unit =
        Rsu.builder(id)
            .kind(kind)
            .metadata(metadata)
            .pinned(pinned)
            .recompute(Duration.ofMillis(Math.round(recomputeSeconds * 1e3)));
    tags.forEach(unit::tag);
    try (Vault open = vault.writing(terminal, interrupts);
        InputStream in = file == null ? terminal.in() : Files.newInputStream(file);
        Interrupts.Scope _ = file == null ? interrupts.whileReading() : () -> {}) {
      long size = bytes ? write(open, unit.build(), in) : put(open, unit, in);
      terminal.err().printf("stored %s, %s%n", id, Figures.size(size));
    }
    return ExitCode.OK;
  }

  private long put(Vault open, Rsu.Builder unit, InputStream in) throws IOException {
    byte[] content = in.readNBytes(TEXT_BYTES_MAX + 1);
    if (content.length > TEXT_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a text has at most %s; --bytes stores more".formatted(Figures.size(TEXT_BYTES_MAX)));
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      if (embed) {
        try (MiniLmEmbedder embedder = MiniLmEmbedder.open()) {
          new UnitEmbeddings(embedder).add(unit, text);
        }
      }
      open.put(unit.text(text).build());
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("this is no text in UTF-8; --bytes stores any bytes", e);
    }
    return content.length;
  }

  private long write(Vault open, Rsu unit, InputStream in) throws IOException {
    long size = 0;
    long expected = file == null ? 0 : Files.size(file);
    byte[] piece = new byte[PIECE];
    try (StatusLine status = new StatusLine(terminal);
        RsuWriter writer = open.writer(unit)) {
      for (int read = in.readNBytes(piece, 0, PIECE);
          read > 0;
          read = in.readNBytes(piece, 0, PIECE)) {
        writer.write(MemorySegment.ofArray(piece).asSlice(0, read));
        size += read;
        status.draw(
            expected == 0
                ? Figures.size(size)
                : Bar.of(Math.min(1, (double) size / expected)) + " " + Figures.size(size));
      }
      writer.commit();
    }
    return size;
  }
}
