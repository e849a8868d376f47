package ryot.cli;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import ryot.engine.cache.KvType;
import ryot.lab.bench.BenchJson;
import ryot.lab.bench.BenchModel;
import ryot.lab.bench.BenchPlan;
import ryot.lab.bench.BenchReport;
import ryot.lab.bench.BenchRunner;
import ryot.lab.bench.CeilingReading;
import ryot.lab.bench.MachineBench;
import ryot.lab.bench.ModelShape;
import ryot.lab.bench.ModelShapes;
import ryot.lab.bench.WeightMix;

/** {@code ryot bench}: tokens per second, as llama-bench measures them. */
@Command(
    name = "bench",
    description = {
      "Measure how fast a model runs here: tokens per second of a prompt (pp) and of generation"
          + " (tg), for every combination of the numbers given.",
      "",
      "With --shape, the model need not be here: weights of its shape are made on the spot, and run"
          + " as fast as the real ones. With --machine, the limits of the machine are measured"
          + " instead.",
      "",
      "A list has commas: -b 1,8. With -b 8, eight sequences are decoded together, a token each in"
          + " every step, and their tokens are counted together. What a generated token reads (its"
          + " share of the weights, and keys and values) is set against the memory's measured"
          + " bandwidth.",
    },
    footer = {
      "  ./ryot bench",
      "  ./ryot bench -p 512 -n 128 -b 1,8 -t 1,2 --model my.gguf",
      "  ./ryot bench --shape llama-3.2-1b --quant q4_k_m",
      "  ./ryot bench --json -r 3 | jq '.[] | [.n_prompt, .n_gen, .avg_ts]'",
      "  ./ryot bench --machine",
    })
final class BenchCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Mixin private final ModelChoice model = new ModelChoice();

  @Option(
      names = "--shape",
      paramLabel = "NAME",
      converter = ShapeConverter.class,
      description = "Instead of a model: random weights of this shape ('--shapes' lists them).")
  private @Nullable ModelShape shape;

  @Option(
      names = "--quant",
      paramLabel = "TYPE",
      converter = MixConverter.class,
      description =
          "How they are stored (default: q4_0): f32 f16 bf16 q4_0 q4_1 q5_0 q5_1 q8_0 q4_k q5_k"
              + " q6_k, or the mixes q4_k_m and q5_k_m.")
  private @Nullable WeightMix quant;

  @Option(
      names = {"-p", "--n-prompt"},
      paramLabel = "LIST",
      split = ",",
      hideParamSyntax = true,
      description = "Lengths of prompts, in tokens (default: 512); 0 leaves prompts out.")
  private List<Integer> prompts = List.of(512);

  @Option(
      names = {"-n", "--n-gen"},
      paramLabel = "LIST",
      split = ",",
      hideParamSyntax = true,
      description = "Tokens to generate (default: 128); 0 leaves generation out.")
  private List<Integer> generated = List.of(128);

  @Option(
      names = {"-b", "--batch"},
      paramLabel = "LIST",
      split = ",",
      hideParamSyntax = true,
      description =
          "Sequences to decode together (default: 1). In JSON this is 'n_batch', which in"
              + " llama-bench is the most tokens of a step.")
  private List<Integer> sequences = List.of(1);

  @Option(
      names = {"-t", "--threads"},
      paramLabel = "LIST",
      split = ",",
      hideParamSyntax = true,
      description = "Threads that compute (default: one for each processor).")
  private List<Integer> threads = List.of();

  @Option(
      names = {"-r", "--repetitions"},
      paramLabel = "N",
      description = "Timed runs of each test (default: 5).")
  private int repetitions = 5;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description =
          "How long each test is run before (default: 2), at least once; the JIT compiler needs it.")
  private double warmUpSeconds = 2;

  @Option(
      names = "--kv-type",
      paramLabel = "TYPE",
      converter = Computing.KvTypeConverter.class,
      description = "How keys and values are kept, such as f16 or f32 (default: f16).")
  private KvType kvType = KvType.F16;

  @Option(
      names = "--json",
      description = "Print a JSON array, with llama-bench's field names, instead of a table.")
  private boolean json;

  @Option(
      names = "--machine",
      description = "Measure the machine: reading memory, float32 and int8 arithmetic.")
  private boolean machine;

  @Option(names = "--shapes", description = "List the shapes and what they take of memory.")
  private boolean shapes;

  BenchCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    refuseContradictions();
    if (shapes) {
      terminal.print(BenchTables.shapes());
      terminal.out().printf("%nTypes: %s%n", MixConverter.known());
    } else if (machine) {
      measureMachine();
    } else {
      measureModel();
    }
    return ExitCode.OK;
  }

  private void measureModel() throws IOException, InterruptedException {
    BenchPlan plan = plan();
    BenchModel subject =
        shape == null
            ? new BenchModel.Stored(model.file(terminal))
            : new BenchModel.Synthetic(shape, quant == null ? WeightMix.Q4_0 : quant, 0);
    BenchReport report;
    try (BenchDisplay display = new BenchDisplay(terminal)) {
      report = new BenchRunner(subject, plan, display).run();
    }
    if (json) {
      terminal.out().println(BenchJson.of(report));
      return;
    }
    BenchTables.heading(report).forEach(terminal.out()::println);
    terminal.out().println();
    terminal.print(BenchTables.results(report.results()));
  }

  private void measureMachine() throws InterruptedException {
    int all = Runtime.getRuntime().availableProcessors();
    List<Integer> counts = threads.isEmpty() ? Stream.of(1, all).distinct().toList() : threads;
    counts.forEach(count -> require(count > 0, "--threads must be 1 or more, is " + count));
    List<CeilingReading> readings;
    try (BenchDisplay display = new BenchDisplay(terminal)) {
      readings = MachineBench.run(counts, display);
    }
    if (json) {
      terminal.out().println(BenchJson.of(readings, MachineBench.cpu()));
      return;
    }
    terminal.out().println(MachineBench.cpu());
    terminal.out().println();
    terminal.print(BenchTables.ceilings(readings));
  }

  private BenchPlan plan() {
    List<Integer> counts =
        threads.isEmpty() ? List.of(Runtime.getRuntime().availableProcessors()) : threads;
    try {
      return new BenchPlan(
          prompts,
          generated,
          sequences,
          counts,
          repetitions,
          Math.round(warmUpSeconds * 1000),
          kvType);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void refuseContradictions() {
    require(!(machine && shapes), "--machine and --shapes are two things: give one of them");
    require(
        shape == null || !model.given(),
        "--shape makes up what --model would load: give one of them");
    require(quant == null || shape != null, "--quant is for --shape; a model file has its types");
    require(
        !(machine || shapes) || (shape == null && !model.given()),
        "--machine and --shapes need no model: leave --model and --shape out");
  }

  private void require(boolean holds, String message) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  private static final class ShapeConverter implements ITypeConverter<ModelShape> {
    @Override
    public ModelShape convert(String value) {
      return ModelShapes.named(value)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "there is no shape '"
                          + value
                          + "'; there are "
                          + ModelShapes.all().stream()
                              .map(ModelShape::name)
                              .collect(Collectors.joining(" "))));
    }
  }

  private static final class MixConverter implements ITypeConverter<WeightMix> {
    @Override
    public WeightMix convert(String value) {
      return WeightMix.named(value)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "there is no type '" + value + "'; there are " + known()));
    }

    static String known() {
      return Arrays.stream(WeightMix.values())
          .map(WeightMix::label)
          .collect(Collectors.joining(" "));
    }
  }
}
