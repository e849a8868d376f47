package ryot.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ryot.lab.codec.BenchCodecs;
import ryot.lab.codec.CodecBench;
import ryot.lab.codec.CodecJson;
import ryot.lab.codec.CodecSeries;
import ryot.lab.codec.MessageSet;
import ryot.lang.Codec;
import ryot.neural.NeuralModel;
import ryot.neural.NeuralOptions;

/** {@code ryot lang bench}: our tiers beside other codecs, on a user's own files. */
@Command(
    name = "bench",
    description = {
      "Measure how small and how fast codecs make your messages, each message on its own: our tiers"
          + " beside zstd with and without a dictionary, lz4 and deflate.",
      "",
      "Speeds are 10^6 bytes of messages a second of one thread's CPU time, the best of five"
          + " windows. A codec marked * is on the Pareto front: nothing measured is both smaller and"
          + " faster to compress. Every message is decoded and compared."
    },
    footer = {
      "  ./ryot lang bench --chunk 1024 notes.md",
      "  ./ryot lang bench --framed messages.bin --json | jq '.[] | [.codec, .ratio]'",
      "  ./ryot lang bench --neural --codecs token --chunk 1024 notes.md",
      "  ./ryot lang bench --codecs token,zstd-3-dict --tables mine.tables --framed mine.bin",
    })
final class LangBenchCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private final LangMessages messages = new LangMessages();

  @Mixin private final LangModels models = new LangModels();

  @Option(
      names = "--codecs",
      paramLabel = "LIST",
      split = ",",
      hideParamSyntax = true,
      description = "Which to measure (default: all).")
  private List<String> wanted = List.of();

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "CPU time for each codec, each way (default: 2), half of it warming up.")
  private double seconds = 2;

  @Option(
      names = "--neural",
      description =
          "Measure the neural tier too: all messages together, by the clock, on all its threads."
              + " It takes a second or so for each kilobyte.")
  private boolean neural;

  @Mixin private final LangNeural model = new LangNeural();

  @Option(names = "--json", description = "Print a JSON array instead of a table.")
  private boolean json;

  LangBenchCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (!(seconds >= 0)) {
      throw new IllegalArgumentException("--seconds is 0 or more, not " + seconds);
    }
    MessageSet set = messages.read();
    Map<String, Supplier<Codec>> codecs = BenchCodecs.all(models.sigma(), models.dictionary());
    for (String name : wanted) {
      if (!codecs.containsKey(name)) {
        throw new IllegalArgumentException(
            "no codec '" + name + "'; there are " + String.join(", ", codecs.keySet()));
      }
    }
    List<CodecSeries> all = new ArrayList<>();
    CodecBench bench = new CodecBench(set, seconds);
    try (StatusLine status = new StatusLine(terminal)) {
      for (Map.Entry<String, Supplier<Codec>> codec : codecs.entrySet()) {
        if (wanted.isEmpty() || wanted.contains(codec.getKey())) {
          status.draw(
              Bar.of((double) all.size() / (wanted.isEmpty() ? codecs.size() : wanted.size()))
                  + " "
                  + codec.getKey());
          all.add(bench.measure(codec.getKey(), codec.getValue().get()));
        }
      }
    }
    if (neural) {
      all.addFirst(neural(bench));
    }
    if (json) {
      terminal.out().println(CodecJson.of(all));
    } else {
      print(set, all);
    }
    return all.stream().allMatch(CodecSeries::verified) ? ExitCode.OK : ExitCode.FAILED;
  }

  private CodecSeries neural(CodecBench bench) throws IOException {
    try (TokenDisplay display = new TokenDisplay(terminal);
        NeuralModel opened =
            model.open(
                terminal, NeuralOptions.DEFAULT.withVerify(false).withProgress(display::accept))) {
      return bench.measureTogether("neural", BenchCodecs.neural(opened));
    }
  }

  private void print(MessageSet set, List<CodecSeries> all) {
    terminal
        .out()
        .printf(
            "%s messages, %s%n%n", Figures.count(set.messages().size()), Figures.size(set.bytes()));
    Table table =
        new Table(
            Table.Side.LEFT,
            Table.Side.RIGHT,
            Table.Side.RIGHT,
            Table.Side.RIGHT,
            Table.Side.LEFT,
            Table.Side.LEFT);
    table.row("codec", "ratio", "compress MB/s", "decompress MB/s", "front", "round trip");
    all.stream()
        .sorted(Comparator.comparingDouble(CodecSeries::ratio).reversed())
        .forEach(
            series ->
                table.row(
                    series.codec(),
                    String.format(Locale.ROOT, "%.3f", series.ratio()),
                    speed(series.compressMbS()),
                    speed(series.decompressMbS()),
                    onFront(series, all) ? "*" : "",
                    series.verified() ? "verified" : "FAILED"));
    terminal.print(table);
  }

  /** Three digits, however slow. */
  private static String speed(double mbS) {
    return String.format(Locale.ROOT, mbS < 0.1 ? "%.5f" : "%.1f", mbS);
  }

  private static boolean onFront(CodecSeries series, List<CodecSeries> all) {
    return all.stream()
        .noneMatch(
            other -> other.ratio() > series.ratio() && other.compressMbS() > series.compressMbS());
  }
}
