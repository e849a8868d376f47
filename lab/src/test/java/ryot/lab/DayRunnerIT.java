package ryot.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ryot.lab.plan.Budget;
import ryot.lab.plan.Counted;
import ryot.lab.plan.DayPlan;
import ryot.lab.plan.Experiment;
import ryot.lab.plan.Metric;
import ryot.lab.plan.ProfilePlan;
import ryot.lab.plan.SeriesPlan;
import ryot.lab.plan.WarmUp;
import ryot.lab.report.MarkdownReport;
import ryot.lab.results.DayReport;
import ryot.lab.results.Finding;
import ryot.lab.results.ProfileResult;
import ryot.lab.results.ResultJson;
import ryot.lab.results.RunResult;
import ryot.lab.results.RunStore;
import ryot.testkit.TinyModels;
import ryot.testkit.WeightType;

/** A very short day in real forks over a tiny model. */
class DayRunnerIT {

  private static final WarmUp WARM_UP = new WarmUp(1, 0.5, 3, 4, 500);
  private static final ProfilePlan PROFILE = new ProfilePlan(2, 300, 6);

  @TempDir Path folder;
  private Path model;
  private Path out;

  @BeforeEach
  void writeModel() throws IOException {
    out = folder.resolve("results");
    model =
        TinyModels.write(
            folder.resolve("tiny.gguf"), TinyModels.Architecture.LLAMA, WeightType.F32, 1);
  }

  @Test
  void aDayLeavesItsFilesAndCanBeRebuiltFromThem() throws Exception {
    List<String> stages = new ArrayList<>();
    DayOutcome outcome =
        new DayRunner(plan())
            .run(
                DayOptions.of("tiny", model).withOut(out),
                new DayProgress() {
                  @Override
                  public void stageStarted(Stage stage) {
                    stages.add(stage.index() + "/" + stage.count() + " " + stage.title());
                  }

                  @Override
                  public void advanced(Stage stage, Step step) {
                    assertThat(step.goal()).isGreaterThanOrEqualTo(step.done());
                  }
                });
    DayReport report = outcome.report();
    assertThat(report.failed()).as(outcome.consoleSummary()).isZero();
    assertThat(stages)
        .containsExactly(
            "1/5 FirstTokenLatencyBenchmark: measure",
            "2/5 FirstTokenLatencyBenchmark: profile",
            "3/5 TokenGenerationBenchmark: measure",
            "4/5 TokenGenerationBenchmark: profile",
            "5/5 report");
    RunResult first = report.results().getFirst();
    assertThat(first.iterations()).isEqualTo(6);
    assertThat(first.peakMemoryMb()).isGreaterThan(10);
    assertThat(first.cpuUtilizationPct()).isPositive();
    assertThat(first.findings()).noneMatch(f -> f.severity() == Finding.Severity.INVALID);
    assertThat(first.series()).extracting(s -> s.samples().size()).containsExactly(6, 2);
    assertThat(first.model().sha256()).hasSize(64);
    ProfileResult profile = java.util.Objects.requireNonNull(first.profile());
    assertThat(profile.methodCounts())
        .anySatisfy(
            count -> {
              assertThat(count.method()).isEqualTo("ryot.engine.model.Transformer.forward");
              assertThat(count.callsPerToken()).isBetween(0.9, 1.2);
            });
    files(outcome);
  }

  private void files(DayOutcome outcome) throws IOException {
    List<String> names = outcome.files().stream().map(f -> out.relativize(f).toString()).toList();
    assertThat(names)
        .anyMatch(n -> n.matches("metrics_json/FirstTokenLatencyBenchmark_[-0-9T]+.*\\.json"))
        .anyMatch(n -> n.matches("metrics_json/TokenGenerationBenchmark_[-0-9T]+.*\\.json"))
        .anyMatch(n -> n.matches("daily_reports/day_1_report_\\d{8}_\\d{6}\\.json"))
        .anyMatch(n -> n.matches("raw_profiles/.*\\.jfr"))
        .anyMatch(n -> n.matches("raw_profiles/.*\\.collapsed"))
        .anyMatch(n -> n.matches("flame_graphs/.*\\.html"))
        .contains("PHASE-18F-3-DAY1-RESULTS.md");
    assertThat(outcome.files()).allMatch(Files::exists);
    DayReport read = RunStore.open(out).reports(1).getFirst();
    assertThat(read).isEqualTo(outcome.report());
    assertThat(Files.readString(outcome.summary())).isEqualTo(MarkdownReport.render(read));
    assertThat(RunStore.open(out).runs("FirstTokenLatencyBenchmark"))
        .containsExactly(outcome.report().results().getFirst());
    assertThat(ResultJson.write(read.results().getFirst()))
        .startsWith("{\n  \"benchmark_name\" : \"FirstTokenLatencyBenchmark\",\n  \"component\"");
  }

  @Test
  void aModelThatIsNoneFailsTheBenchmarksAndIsReported() throws Exception {
    Path broken = Files.writeString(folder.resolve("broken.gguf"), "this is not a model");
    DayOutcome outcome =
        new DayRunner(plan()).run(DayOptions.of("broken", broken).withOut(out), DayProgress.SILENT);
    assertThat(outcome.report().failed()).isEqualTo(2);
    assertThat(outcome.report().results().getFirst().errorMessage()).contains("broken.gguf");
    assertThat(outcome.consoleSummary()).contains("INVALID");
  }

  @Test
  void aFullDiskLeavesNoReport() throws IOException {
    RunStore full =
        RunStore.open(
            out,
            (file, content) -> {
              throw new FileSystemException(file.toString(), null, "No space left on device");
            });
    assertThatThrownBy(
            () ->
                new DayRunner(new DayPlan(1, List.of(plan().experiments().getLast())))
                    .run(
                        DayOptions.of("tiny", model).withOut(out).withProfile(false),
                        DayProgress.SILENT,
                        full))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No space left on device");
    try (Stream<Path> left = Files.list(out)) {
      assertThat(left.map(Path::getFileName).map(Path::toString))
          .containsExactly(".model_hashes.json");
    }
  }

  @Test
  void thereAreTwoDays() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DayRunner.of(3))
        .withMessageContaining("the lab knows days 1 and 2");
    assertThat(DayRunner.of(1).stageCount(DayOptions.of("x", Path.of("x")))).isEqualTo(5);
  }

  @Test
  void messagesAndUnitsAreVerifiedAndJudgedWithoutAModel() throws Exception {
    List<Experiment> brief =
        DayPlan.second().experiments().stream()
            .map(
                experiment -> {
                  SeriesPlan full = experiment.primary();
                  SeriesPlan series =
                      new SeriesPlan(
                          full.name(),
                          Math.min(full.promptTokens(), 384),
                          full.generatedTokens(),
                          true,
                          WARM_UP,
                          Budget.of(8, 0));
                  return new Experiment(
                      experiment.name(),
                      experiment.component(),
                      experiment.question(),
                      experiment.metric(),
                      List.of(series),
                      PROFILE);
                })
            .toList();
    DayOutcome outcome =
        new DayRunner(new DayPlan(2, brief))
            .run(
                DayOptions.of("", Path.of("")).withOut(out).withProfile(false), DayProgress.SILENT);
    DayReport report = outcome.report();
    assertThat(report.failed()).as(outcome.consoleSummary()).isZero();
    RunResult ratio = report.results().getFirst();
    assertThat(ratio.component()).isEqualTo("sigmalang");
    assertThat(ratio.throughputUnit()).isEqualTo("MB/s");
    assertThat(ratio.counted()).isEqualTo(Counted.BYTE);
    assertThat(java.util.Objects.requireNonNull(ratio.series().getFirst().ratio()).mean())
        .isBetween(3.0, 8.0);
    RunResult read = report.results().get(2);
    assertThat(read.component()).isEqualTo("sigmavault");
    assertThat(read.throughputUnit()).isEqualTo("units/s");
    assertThat(read.counted()).isEqualTo(Counted.UNIT);
    assertThat(java.util.Objects.requireNonNull(read.subject()).architecture())
        .startsWith("AES-256-GCM by ");
    assertThat(report.results())
        .allSatisfy(
            result ->
                assertThat(result.findings())
                    .doesNotHaveDuplicates()
                    .noneMatch(finding -> finding.severity() == Finding.Severity.INVALID));
    assertThat(report.targets())
        .extracting(target -> target.target().name())
        .containsExactly(
            "Compression ratio",
            "Compression throughput",
            "RSU read p99",
            "RSU write p99",
            "Peak memory");
    assertThat(Files.readString(outcome.summary()))
        .contains(
            "Ratio **", "64 messages", "Tables **", "Allocated per byte", "Allocated per unit")
        .doesNotContain("per token", "tokens/s", "mapped model");
    assertThat(RunStore.open(out).reports(2).getFirst()).isEqualTo(report);
    try (Stream<Path> left = Files.list(out)) {
      assertThat(left).noneMatch(path -> path.getFileName().toString().startsWith(".unfinished"));
    }
  }

  private static DayPlan plan() {
    return new DayPlan(
        1,
        List.of(
            new Experiment(
                "FirstTokenLatencyBenchmark",
                "ryot",
                "How long?",
                Metric.TIME_TO_FIRST_TOKEN,
                List.of(
                    new SeriesPlan("ttft_32", 32, 8, true, WARM_UP, Budget.of(6, 0)),
                    new SeriesPlan("ttft_64", 64, 8, false, WARM_UP, Budget.of(2, 0))),
                PROFILE),
            new Experiment(
                "TokenGenerationBenchmark",
                "ryot",
                "How fast?",
                Metric.TIME_PER_OUTPUT_TOKEN,
                List.of(new SeriesPlan("tpot_16", 16, 16, true, WARM_UP, Budget.of(4, 0))),
                PROFILE)));
  }
}
