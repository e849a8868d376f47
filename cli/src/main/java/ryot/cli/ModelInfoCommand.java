package ryot.cli;

import java.io.IOException;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ryot.engine.chat.ChatTemplate;
import ryot.engine.chat.UnsupportedChatTemplateException;
import ryot.engine.gguf.GgufFile;
import ryot.engine.gguf.GgufValue;
import ryot.engine.load.TokenizerLoader;
import ryot.engine.tokenizer.UnsupportedTokenizerException;

/** {@code ryot model info}: what is in a model file. */
@Command(
    name = "info",
    description = {
      "Show what is in a model file: architecture, shapes, types of its tensors, tokenizer, licence,"
          + " the memory it takes, and all metadata.",
      "",
      "The whole file is checked on the way; a damaged one is an error that names the place."
    },
    footer = {
      "  ./ryot model info SmolLM2-135M-Instruct",
      "  ./ryot model info my.gguf --tensors",
      "  ./ryot model info my.gguf --json | jq '.metadata[\"general.name\"]'",
    })
final class ModelInfoCommand implements Callable<Integer> {

  private static final int VALUE_COLUMNS = 72;

  private final Terminal terminal;

  @Parameters(
      arity = "0..1",
      paramLabel = "MODEL",
      description = "A model's name or a GGUF file (default: the default model).")
  private @Nullable String model;

  @Mixin private final ModelChoice.Offline offline = new ModelChoice.Offline();

  @Option(names = "--tensors", description = "List every tensor too.")
  private boolean tensors;

  @Option(names = "--json", description = "Print everything in full as one JSON object.")
  private boolean json;

  ModelInfoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    try (GgufFile file = GgufFile.open(offline.resolve(model, terminal))) {
      if (json) {
        terminal.out().println(ModelJson.of(file));
      } else {
        print(file);
      }
    }
    return ExitCode.OK;
  }

  private void print(GgufFile file) {
    ModelSummary summary = ModelSummary.of(file);
    heading(file.path().toString());
    about(file, summary).lines().forEach(this::line);
    if (!summary.types().isEmpty()) {
      heading("\nTensors by type");
      shares(summary).lines().forEach(this::line);
    }
    if (tensors) {
      heading("\nTensors");
      directory(file).lines().forEach(this::line);
    }
    heading("\nMetadata");
    metadata(file).lines().forEach(this::line);
  }

  private static Table about(GgufFile file, ModelSummary summary) {
    Table table = new Table(Table.Side.LEFT, Table.Side.LEFT);
    table.row(
        "file",
        "GGUF version %d, %s, %s tensors"
            .formatted(
                file.version(),
                Figures.size(file.sizeBytes()),
                Figures.count(file.tensors().size())));
    summary.name().ifPresent(name -> table.row("name", name));
    summary.licence().ifPresent(licence -> table.row("licence", licence));
    table.row("architecture", summary.architecture().orElse("not stated"));
    table.row("shape", shape(summary));
    if (summary.parameters() > 0) {
      table.row(
          "parameters",
          String.format(
              Locale.ROOT,
              "%s, %.2f bits each",
              Figures.rough(summary.parameters()),
              8.0 * summary.weightBytes() / summary.parameters()));
    }
    summary.context().ifPresent(length -> table.row("context", Figures.count(length) + " tokens"));
    table.row(
        "tokenizer",
        summary.tokenizer().orElse("none")
            + (summary.vocabulary().isPresent()
                ? ", " + Figures.count(summary.vocabulary().getAsInt()) + " tokens"
                : ""));
    table.row("chat", chat(file, summary));
    memory(summary, table);
    return table;
  }

  private static String shape(ModelSummary summary) {
    return "%s blocks of width %s, feed-forward %s, %s heads (%s for keys and values) of %s"
        .formatted(
            number(summary.blocks()),
            number(summary.width()),
            number(summary.feedForward()),
            number(summary.heads()),
            number(summary.kvHeads()),
            number(summary.headSize()));
  }

  private static String chat(GgufFile file, ModelSummary summary) {
    if (summary.chatTemplate().isEmpty()) {
      return "no template";
    }
    try {
      ChatTemplate.detect(summary.chatTemplate(), TokenizerLoader.load(file.metadata()));
      return "ChatML";
    } catch (UnsupportedChatTemplateException e) {
      return "a template that Ryot does not speak: see the metadata";
    } catch (UnsupportedTokenizerException e) {
      return "a template, of no use without a tokenizer that Ryot reads";
    }
  }

  private static void memory(ModelSummary summary, Table table) {
    if (summary.cacheBytesPerToken().isEmpty()) {
      return;
    }
    long perToken = summary.cacheBytesPerToken().getAsLong();
    table.row(
        "memory",
        "%s of weights (mapped, shared), %s of keys and values a token in f16"
            .formatted(Figures.size(summary.weightBytes()), Figures.size(perToken)));
    summary
        .context()
        .ifPresent(
            length ->
                table.row(
                    "",
                    "%s in all with the whole context filled"
                        .formatted(Figures.size(summary.weightBytes() + perToken * length))));
  }

  private static Table shares(ModelSummary summary) {
    Table table =
        new Table(
            Table.Side.LEFT, Table.Side.RIGHT, Table.Side.RIGHT, Table.Side.RIGHT, Table.Side.LEFT);
    table.row("type", "tensors", "parameters", "size");
    for (ModelSummary.TypeShare share : summary.types()) {
      table.row(
          share.type(),
          Figures.count(share.tensors()),
          Figures.rough(share.parameters()),
          Figures.size(share.bytes()),
          share.readable() ? "" : "not read by this engine");
    }
    return table;
  }

  private static Table directory(GgufFile file) {
    Table table = new Table(Table.Side.LEFT, Table.Side.LEFT, Table.Side.RIGHT, Table.Side.RIGHT);
    table.row("name", "type", "columns × rows", "size");
    file.tensors()
        .forEach(
            tensor ->
                table.row(
                    tensor.name(),
                    tensor.typeName(),
                    Figures.count(tensor.columns()) + " × " + Figures.count(tensor.rows()),
                    Figures.size(tensor.sizeBytes().orElse(0))));
    return table;
  }

  private static Table metadata(GgufFile file) {
    Table table = new Table(Table.Side.LEFT, Table.Side.LEFT, Table.Side.LEFT);
    for (String key : file.metadata().keys()) {
      GgufValue value = file.metadata().value(key);
      table.row(key, value.type().toString(), abbreviated(value.describe()));
    }
    return table;
  }

  /** On one line, with line ends and other control characters made visible, and not too long. */
  private static String abbreviated(String text) {
    StringBuilder shown = new StringBuilder();
    for (int point : text.codePoints().limit(VALUE_COLUMNS + 1L).toArray()) {
      switch (point) {
        case '\n' -> shown.append("\\n");
        case '\r' -> shown.append("\\r");
        case '\t' -> shown.append("\\t");
        default -> {
          if (Character.isISOControl(point)) {
            shown.append(String.format(Locale.ROOT, "\\u%04x", point));
          } else {
            shown.appendCodePoint(point);
          }
        }
      }
    }
    return shown.codePointCount(0, shown.length()) <= VALUE_COLUMNS
        ? shown.toString()
        : shown.substring(0, shown.offsetByCodePoints(0, VALUE_COLUMNS - 1)) + "…";
  }

  private static String number(OptionalInt value) {
    return value.isPresent() ? Figures.count(value.getAsInt()) : "?";
  }

  private void heading(String text) {
    terminal.out().println(terminal.bold(text));
  }

  private void line(String text) {
    terminal.out().println("  " + text);
  }
}
