package ryot.lab;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import ryot.lab.measure.BuildRevision;
import ryot.lab.measure.EnvironmentGuard;
import ryot.lab.measure.ForkCommand;
import ryot.lab.measure.ForkedRunner;
import ryot.lab.measure.MachineProbe;
import ryot.lab.measure.ModelHash;
import ryot.lab.plan.DayPlan;
import ryot.lab.plan.Experiment;
import ryot.lab.plan.Targets;
import ryot.lab.report.ConsoleSummary;
import ryot.lab.report.MarkdownReport;
import ryot.lab.results.DayReport;
import ryot.lab.results.Finding;
import ryot.lab.results.Plausibility;
import ryot.lab.results.Publication;
import ryot.lab.results.ResultJson;
import ryot.lab.results.RunResult;
import ryot.lab.results.RunStore;
import ryot.lab.results.Series;
import ryot.lab.results.TargetJudge;
import ryot.lab.results.TargetResult;
import ryot.lab.workload.CodingSystem;

/**
 * Runs a day: every experiment of its plan in forks of its own, then the verdicts and the report.
 * Prints nothing. All files of a day appear together at its end, or none does.
 */
public final class DayRunner {

  private static final long SILENCE_MILLIS = 15 * 60_000L;
  private static final DateTimeFormatter FILE_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss", java.util.Locale.ROOT);

  private final DayPlan plan;

  DayRunner(DayPlan plan) {
    this.plan = plan;
  }

  /**
   * The runner of a day.
   *
   * @throws IllegalArgumentException if there is no such day
   */
  public static DayRunner of(int day) {
    return new DayRunner(
        DayPlan.of(day)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "there is no day " + day + "; the lab knows days 1 and 2")));
  }

  /** Whether the day measures a language model, and so needs one. */
  public boolean needsModel() {
    return plan.needsModel();
  }

  /** How many stages {@code options} make, for a listener that wants to know beforehand. */
  public int stageCount(DayOptions options) {
    return plan.experiments().size() * (options.profile() ? 2 : 1) + 1;
  }

  /**
   * Runs the day. A benchmark that fails is reported as failed; the others run on.
   *
   * @throws IOException if results cannot be written or the model cannot be read; nothing of the
   *     day is left behind
   * @throws ryot.lab.plan.MalformedTargetsException if the targets file is not one
   * @throws InterruptedException if interrupted; forks are ended and nothing is left behind
   */
  public DayOutcome run(DayOptions options, DayProgress progress)
      throws IOException, InterruptedException {
    return run(options, progress, RunStore.open(options.out()));
  }

  DayOutcome run(DayOptions options, DayProgress progress, RunStore store)
      throws IOException, InterruptedException {
    Targets targets = Targets.read(options.targets(), Path.of(""));
    Publication publication = store.begin();
    Thread hook = Thread.ofPlatform().unstarted(() -> discard(publication));
    Runtime.getRuntime().addShutdownHook(hook);
    try (publication) {
      requireSpace(store.root(), plan.spaceNeeded());
      Day day =
          new Day(options, targets, store, publication, new Stages(progress, stageCount(options)));
      return day.run();
    } finally {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // Shutting down: the hook is at work.
      }
    }
  }

  private static void requireSpace(Path root, long needed) throws IOException {
    FileStore disk = Files.getFileStore(root);
    if (disk.getUsableSpace() < needed) {
      throw new IOException(
          root
              + ": a day needs up to "
              + needed / 1_000_000
              + " MB, and there are "
              + disk.getUsableSpace() / 1_000_000
              + " MB free; make room or choose another folder with --out");
    }
  }

  private static void discard(Publication publication) {
    try {
      publication.close();
    } catch (IOException e) {
      System.getLogger(DayRunner.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "could not remove " + publication.staging() + ": " + e.getMessage());
    }
  }

  /** Numbers the stages. */
  static final class Stages {

    private final DayProgress progress;
    private final int count;
    private int index;

    Stages(DayProgress progress, int count) {
      this.progress = progress;
      this.count = count;
    }

    DayProgress.Stage start(String title) {
      DayProgress.Stage stage = new DayProgress.Stage(++index, count, title);
      progress.stageStarted(stage);
      return stage;
    }

    void step(DayProgress.Stage stage, DayProgress.Step step) {
      progress.advanced(stage, step);
    }

    void finish(DayProgress.Stage stage, String outcome) {
      progress.stageFinished(stage, outcome);
    }
  }

  /** One day, from its first fork to its last file. */
  private final class Day {

    private final DayOptions options;
    private final Targets targets;
    private final RunStore store;
    private final Publication publication;
    private final Stages stages;
    private final OffsetDateTime start = now();

    Day(
        DayOptions options,
        Targets targets,
        RunStore store,
        Publication publication,
        Stages stages) {
      this.options = options;
      this.targets = targets;
      this.store = store;
      this.publication = publication;
      this.stages = stages;
    }

    DayOutcome run() throws IOException, InterruptedException {
      long begin = System.nanoTime();
      RunAssembler.Context context =
          new RunAssembler.Context(
              MachineProbe.take(),
              plan.needsModel()
                  ? new ModelHash(store.root().resolve(".model_hashes.json"))
                      .identify(options.modelName(), options.modelFile())
                  : CodingSystem.identity(),
              BuildRevision.find(),
              options.seed());
      ForkedRunner forks =
          new ForkedRunner(
              ForkCommand.ofThisProcess(store.root().toAbsolutePath(), options.jvmFlags()),
              SILENCE_MILLIS);
      List<RunResult> results = new ArrayList<>();
      for (Experiment experiment : plan.experiments()) {
        RunAssembler assembler =
            new RunAssembler(experiment, context, now().toString(), EnvironmentGuard.look());
        RunResult result =
            new ExperimentRun(experiment, options, targets, forks, publication, stages)
                .run(assembler);
        results.add(result.with(twins(result, results)));
      }
      DayReport report = report(context, results, (System.nanoTime() - begin) / 1e9);
      DayProgress.Stage stage = stages.start("report");
      DayOutcome outcome = publish(report);
      stages.finish(stage, outcome.files().size() + " files in " + store.root());
      return outcome;
    }

    private DayReport report(
        RunAssembler.Context context, List<RunResult> results, double seconds) {
      List<TargetResult> verdicts =
          targets.targets().stream()
              .filter(plan::concernedBy)
              .map(target -> TargetJudge.judge(target, results))
              .toList();
      int successful = (int) results.stream().filter(RunResult::success).count();
      return new DayReport(
          plan.day(),
          start.toString(),
          results.size(),
          successful,
          results.size() - successful,
          results,
          seconds,
          TargetJudge.overall(verdicts),
          verdicts,
          targets.source(),
          context.machine(),
          context.model(),
          context.revision(),
          List.of());
    }

    private DayOutcome publish(DayReport report) throws IOException {
      for (RunResult result : report.results()) {
        publication.write(
            Path.of(
                RunStore.METRICS,
                result.benchmarkName() + "_" + result.timestamp().replace(':', '-') + ".json"),
            ResultJson.write(result));
      }
      publication.write(
          Path.of(
              RunStore.REPORTS,
              "day_" + plan.day() + "_report_" + FILE_TIME.format(start) + ".json"),
          ResultJson.write(report));
      Path summary = Path.of("PHASE-18F-3-DAY" + plan.day() + "-RESULTS.md");
      publication.write(summary, MarkdownReport.render(report));
      List<Path> files = publication.commit();
      return new DayOutcome(
          report, publication.destination(summary), files, ConsoleSummary.render(report));
    }

    /** Runs, earlier or of this day, with the very same samples. */
    private List<Finding> twins(RunResult result, List<RunResult> today) throws IOException {
      List<RunResult> others = new ArrayList<>(store.runs(result.benchmarkName()));
      others.addAll(today);
      Series primary = result.primary();
      if (primary == null) {
        return List.of();
      }
      List<Finding> findings = new ArrayList<>();
      for (RunResult other : others) {
        Series theirs = other.primary();
        if (theirs != null && Plausibility.identical(primary, theirs)) {
          findings.add(
              Finding.invalid(
                  "the samples are the very same as those of "
                      + other.benchmarkName()
                      + " of "
                      + other.timestamp()
                      + ", which two real runs never give"));
        }
      }
      return findings;
    }

    private static OffsetDateTime now() {
      return OffsetDateTime.now(java.time.ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS);
    }
  }
}
