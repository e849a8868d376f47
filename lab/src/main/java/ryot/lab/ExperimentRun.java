package ryot.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import ryot.lab.measure.ForkFailedException;
import ryot.lab.measure.ForkJob;
import ryot.lab.measure.ForkMessage;
import ryot.lab.measure.ForkedRunner;
import ryot.lab.measure.ResourceMonitor;
import ryot.lab.plan.Experiment;
import ryot.lab.plan.Quantity;
import ryot.lab.plan.Target;
import ryot.lab.plan.Targets;
import ryot.lab.profile.ComponentMap;
import ryot.lab.profile.ProfileReader;
import ryot.lab.profile.Sampler;
import ryot.lab.results.ProfileResult;
import ryot.lab.results.Publication;
import ryot.lab.results.RunResult;
import ryot.lab.results.RunStore;
import ryot.lab.results.Series;

/** One experiment: its measuring fork, then its profiling fork. */
final class ExperimentRun {

  private final Experiment experiment;
  private final DayOptions options;
  private final List<Target> latencyTargets;
  private final ForkedRunner forks;
  private final Publication publication;
  private final DayRunner.Stages stages;

  ExperimentRun(
      Experiment experiment,
      DayOptions options,
      Targets targets,
      ForkedRunner forks,
      Publication publication,
      DayRunner.Stages stages) {
    this.experiment = experiment;
    this.options = options;
    this.latencyTargets =
        targets.targets().stream()
            .filter(target -> target.benchmark().equals(experiment.name()))
            .filter(target -> isLatency(target.quantity()))
            .toList();
    this.forks = forks;
    this.publication = publication;
    this.stages = stages;
  }

  RunResult run(RunAssembler assembler) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    boolean measured = measure(assembler);
    double seconds = (System.nanoTime() - begin) / 1e9;
    if (options.profile()) {
      profile(assembler, measured);
    }
    return assembler.result(seconds);
  }

  private boolean measure(RunAssembler assembler) throws IOException, InterruptedException {
    DayProgress.Stage stage = stages.start(experiment.name() + ": measure");
    AtomicReference<@Nullable ResourceMonitor> monitor = new AtomicReference<>();
    try {
      forks.run(
          job(ForkJob.Pass.MEASURE, null),
          pid -> monitor.set(ResourceMonitor.start(pid)),
          message -> {
            ResourceMonitor watching = monitor.get();
            if (watching != null) {
              assembler.accept(message, watching);
            }
            show(stage, message);
          });
      stages.finish(stage, reading(assembler.result(0)));
      return true;
    } catch (ForkFailedException e) {
      assembler.failed(String.valueOf(e.getMessage()));
      stages.finish(stage, "failed: " + e.getMessage());
      return false;
    } finally {
      ResourceMonitor watching = monitor.get();
      if (watching != null) {
        watching.close();
      }
    }
  }

  private void profile(RunAssembler assembler, boolean measured)
      throws IOException, InterruptedException {
    DayProgress.Stage stage = stages.start(experiment.name() + ": profile");
    if (!measured) {
      stages.finish(stage, "left out: there is nothing to explain");
      return;
    }
    try {
      ProfileResult result = profileOrFallBack(stage, assembler);
      assembler.profile(result);
      stages.finish(
          stage,
          result.samples() + " samples, " + result.bottlenecks().size() + " above the limits");
    } catch (ForkFailedException e) {
      assembler.note("the profile pass failed: " + e.getMessage());
      stages.finish(stage, "failed: " + e.getMessage());
    }
  }

  /** CPU-time sampling is young and known to crash some JVMs: a second try samples otherwise. */
  private ProfileResult profileOrFallBack(DayProgress.Stage stage, RunAssembler assembler)
      throws IOException, InterruptedException, ForkFailedException {
    try {
      return profileOnce(stage, assembler, false);
    } catch (ForkFailedException e) {
      assembler.note(
          "the first profile pass failed and was repeated with async-profiler: " + e.getMessage());
      return profileOnce(stage, assembler, true);
    }
  }

  private ProfileResult profileOnce(
      DayProgress.Stage stage, RunAssembler assembler, boolean preferAsync)
      throws IOException, InterruptedException, ForkFailedException {
    String stem = experiment.name() + "_" + assembler.fileTime();
    Path recording = Path.of(RunStore.PROFILES, stem + ".jfr");
    Path sampled = Path.of(RunStore.PROFILES, stem + "_async.jfr");
    Path calls = Path.of(RunStore.PROFILES, stem + "_calls.jfr");
    Path collapsed = Path.of(RunStore.PROFILES, stem + ".collapsed");
    Path flames = Path.of(RunStore.FLAME_GRAPHS, stem + ".html");
    ForkJob.ProfileFiles files =
        new ForkJob.ProfileFiles(
            publication.place(recording).toAbsolutePath().toString(),
            publication.place(sampled).toAbsolutePath().toString(),
            publication.place(calls).toAbsolutePath().toString(),
            preferAsync);
    AtomicReference<ForkMessage.@Nullable Profiled> done = new AtomicReference<>();
    forks.run(
        job(ForkJob.Pass.PROFILE, files),
        pid -> {},
        message -> {
          if (message instanceof ForkMessage.Profiled profiled) {
            done.set(profiled);
          }
          show(stage, message);
        });
    ForkMessage.Profiled profiled = done.get();
    if (profiled == null) {
      throw new IllegalStateException("a profiling fork ends with its profile");
    }
    ForkMessage.ProfilePass pass = profiled.profile();
    Sampler sampler = Sampler.titled(pass.sampler());
    Path samples = sampler == Sampler.ASYNC_PROFILER ? sampled : recording;
    Double plain = assembler.iterationMillis();
    return new ProfileReader(ComponentMap.shipped())
        .read(
            new ProfileReader.Pass(
                publication.place(recording),
                publication.place(samples),
                publication.place(calls),
                sampler,
                pass.samplerNote(),
                pass.cpuSeconds(),
                pass.iterations(),
                pass.tokens(),
                pass.countedTokens(),
                assembler.allocatedBytesPerToken(),
                plain == null ? null : (Double) (100 * (pass.meanIterationMs() / plain - 1)),
                pass.heapAfterGcBytes()),
            experiment.name() + ", CPU time",
            publication.place(collapsed),
            publication.place(flames),
            List.of(samples.toString(), calls.toString(), collapsed.toString(), flames.toString()));
  }

  private ForkJob job(ForkJob.Pass pass, ForkJob.@Nullable ProfileFiles files) {
    return new ForkJob(
        options.settings(publication.staging()),
        experiment,
        options.seed(),
        latencyTargets,
        pass,
        files);
  }

  private void show(DayProgress.Stage stage, ForkMessage message) {
    if (message instanceof ForkMessage.Loaded) {
      stages.step(stage, new DayProgress.Step("load", "", 1, 1, Double.NaN, Double.NaN, ""));
    }
    if (message instanceof ForkMessage.Progress at) {
      stages.step(
          stage,
          new DayProgress.Step(
              at.phase(),
              at.series(),
              at.done(),
              at.goal(),
              at.reading(),
              at.rate(),
              experiment.metric().rateUnit()));
    }
  }

  private String reading(RunResult result) {
    Series primary = result.primary();
    if (primary == null || primary.summary() == null) {
      return "no result";
    }
    return String.format(
        Locale.ROOT,
        "%s: mean %.1f ms, p99 %.1f ms, %.1f %s over %d iterations",
        experiment.metric().title(),
        primary.summary().mean(),
        primary.summary().p99().value(),
        primary.throughput(),
        experiment.metric().rateUnit(),
        primary.samples().size());
  }

  private static boolean isLatency(Quantity quantity) {
    return switch (quantity) {
      case LATENCY_MEAN, LATENCY_MEDIAN, LATENCY_P95, LATENCY_P99 -> true;
      case THROUGHPUT, RATIO, PEAK_MEMORY -> false;
    };
  }
}
