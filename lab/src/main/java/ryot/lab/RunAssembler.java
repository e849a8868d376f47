package ryot.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import ryot.lab.measure.EnvironmentGuard;
import ryot.lab.measure.ForkMessage;
import ryot.lab.measure.ResourceMonitor;
import ryot.lab.plan.Experiment;
import ryot.lab.results.EnvironmentReading;
import ryot.lab.results.Finding;
import ryot.lab.results.MachineFingerprint;
import ryot.lab.results.ModelIdentity;
import ryot.lab.results.ProcessUsage;
import ryot.lab.results.ProfileResult;
import ryot.lab.results.RunResult;
import ryot.lab.results.Series;
import ryot.lab.results.Subject;
import ryot.lab.statistics.SampleSummary;

/** Gathers what a fork says and what was seen of it from outside into a {@link RunResult}. */
final class RunAssembler {

  private static final double LAG_LIMIT = 0.05;

  private final Experiment experiment;
  private final Context context;
  private final String timestamp;
  private final EnvironmentReading before;
  private final List<Series> series = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private @Nullable Subject subject;
  private @Nullable ProcessUsage process;
  private EnvironmentReading during = EnvironmentReading.UNKNOWN;
  private List<String> jvmFlags = List.of();
  private @Nullable ProfileResult profile;
  private @Nullable String error;

  /** What all runs of a day share. */
  record Context(MachineFingerprint machine, ModelIdentity model, String revision, long seed) {}

  RunAssembler(
      Experiment experiment, Context context, String timestamp, EnvironmentReading before) {
    this.experiment = experiment;
    this.context = context;
    this.timestamp = timestamp;
    this.before = before;
    findings.addAll(EnvironmentGuard.judge(before, "before"));
  }

  /** One message of the measured fork, with the monitor that watches it. */
  void accept(ForkMessage message, ResourceMonitor monitor) {
    switch (message) {
      case ForkMessage.Loaded loaded -> subject = loaded.subject();
      case ForkMessage.SeriesDone done -> {
        series.add(done.series());
        findings.addAll(done.findings());
      }
      case ForkMessage.Measured measured -> {
        during = monitor.during();
        findings.addAll(EnvironmentGuard.judge(during, "while"));
        process = usage(measured.usage(), monitor);
        jvmFlags = measured.jvmFlags();
      }
      case ForkMessage.Measuring measuring -> monitor.measuring(measuring.begins());
      case ForkMessage.Progress ignored -> {
        // For the listener.
      }
      case ForkMessage.Profiled ignored ->
          throw new IllegalStateException("a measuring fork does not profile");
      case ForkMessage.Failed failed ->
          throw new IllegalStateException("the runner reports failures: " + failed.message());
    }
  }

  void failed(String message) {
    error = message;
    series.clear();
  }

  void profile(ProfileResult result) {
    profile = result;
  }

  /** The run's time as file names bear it. */
  String fileTime() {
    return timestamp.replace(':', '-');
  }

  void note(String text) {
    findings.add(Finding.note(text));
  }

  /** Mean time of an iteration in the measured fork, in milliseconds; or null. */
  @Nullable Double iterationMillis() {
    for (Series one : series) {
      if (one.primary() && one.throughput() > 0) {
        return 1000.0 * experiment.metric().rateScale() * one.generatedTokens() / one.throughput();
      }
    }
    return null;
  }

  /** Of the measured fork; 0 while unknown. */
  double allocatedBytesPerToken() {
    return process == null ? 0 : process.allocatedBytesPerToken();
  }

  RunResult result(double durationSeconds) {
    Series primary = series.stream().filter(Series::primary).findFirst().orElse(null);
    if (error == null && primary == null) {
      error = "the fork ended without a result";
    }
    SampleSummary summary = primary == null ? null : primary.summary();
    List<Finding> all = new ArrayList<>(findings);
    all.addAll(lag(primary));
    MachineFingerprint machine = context.machine();
    return new RunResult(
        experiment.name(),
        experiment.component(),
        timestamp,
        durationSeconds,
        primary == null ? 0 : primary.samples().size(),
        profile == null ? "none" : profile.sampler(),
        summary == null ? null : (Double) summary.min(),
        summary == null ? null : (Double) summary.max(),
        summary == null ? null : (Double) summary.mean(),
        summary == null ? null : (Double) summary.median().value(),
        summary == null ? null : (Double) summary.p95().value(),
        summary == null ? null : (Double) summary.p99().value(),
        summary == null ? null : (Double) summary.stddev(),
        primary == null ? null : (Double) primary.throughput(),
        experiment.metric().rateUnit(),
        process == null ? null : process.peakResidentMb(),
        process == null ? null : process.meanResidentMb(),
        process == null ? null : (Double) process.cpuUtilizationPct(),
        error == null,
        error,
        RunResult.SCHEMA_VERSION,
        experiment.question(),
        context.seed(),
        series,
        process,
        before,
        during,
        subject,
        new MachineFingerprint(
            machine.cpu(),
            machine.cores(),
            machine.simd(),
            machine.memoryGb(),
            machine.os(),
            machine.virtualization(),
            machine.governor(),
            machine.cpuLimit(),
            machine.java(),
            machine.jvm(),
            jvmFlags.isEmpty() ? machine.jvmFlags() : jvmFlags),
        context.model(),
        context.revision(),
        all,
        profile,
        experiment.metric().counted());
  }

  /** A reader that wakes up late adds to what it measures. */
  private List<Finding> lag(@Nullable Series primary) {
    ProcessUsage used = process;
    if (used == null || primary == null || primary.summary() == null) {
      return List.of();
    }
    double timed =
        switch (experiment.metric()) {
          case TIME_TO_FIRST_TOKEN, CODING_TIME, WRITE_TIME -> primary.summary().median().value();
          case READ_TIME -> Double.POSITIVE_INFINITY; // nobody waits for another thread
          case TIME_PER_OUTPUT_TOKEN ->
              primary.summary().median().value() * (primary.generatedTokens() - 1);
        };
    if (used.clientLagP99Ms() <= LAG_LIMIT * timed) {
      return List.of();
    }
    return List.of(
        Finding.note(
            String.format(
                Locale.ROOT,
                "a waiting thread woke up to %.1f ms late (p99), more than 5 %% of the %.1f ms"
                    + " that were timed; part of the latency is the reader's",
                used.clientLagP99Ms(),
                timed)));
  }

  private static ProcessUsage usage(ForkMessage.SelfUsage self, ResourceMonitor monitor) {
    return new ProcessUsage(
        self.wallSeconds() == 0 ? 0 : 100 * self.cpuSeconds() / self.wallSeconds() / self.cores(),
        self.cpuSeconds(),
        self.wallSeconds(),
        self.cores(),
        megabytes(monitor.peakBytes()),
        megabytes(monitor.meanBytes()),
        monitor.source(),
        self.heapPeakBytes() / 1e6,
        self.heapMeanBytes() / 1e6,
        self.heapAfterGcBytes() / 1e6,
        self.gcCount(),
        self.gcMillis(),
        self.tokens() == 0 ? 0 : (double) self.allocatedBytes() / self.tokens(),
        self.clientLagP99Ms());
  }

  private static @Nullable Double megabytes(OptionalLong bytes) {
    return bytes.isPresent() ? (Double) (bytes.getAsLong() / 1e6) : null;
  }
}
