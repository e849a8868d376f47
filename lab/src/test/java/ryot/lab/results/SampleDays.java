package ryot.lab.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import ryot.lab.plan.Counted;
import ryot.lab.plan.DayPlan;
import ryot.lab.plan.Target;
import ryot.lab.plan.Targets;
import ryot.lab.statistics.Interval;
import ryot.lab.statistics.SampleSummary;
import ryot.lab.statistics.Wilson;

/** Days made of fixed numbers. */
public final class SampleDays {

  private static final MachineFingerprint MACHINE =
      new MachineFingerprint(
          "Example CPU 3000",
          2,
          List.of("avx2", "avx512f"),
          24.1,
          "Linux 6.18 amd64",
          "hypervisor",
          null,
          "max 100000",
          "25.0.3+9 Eclipse Adoptium",
          "OpenJDK 64-Bit Server VM 25.0.3+9",
          List.of("--add-modules=jdk.incubator.vector"));

  private static final ModelIdentity MODEL =
      new ModelIdentity(
          "smollm2-135m-instruct", "SmolLM2-135M-Instruct.Q4_1.gguf", 98_362_432, "b179c952");

  private SampleDays() {}

  /** A good day: all targets met. */
  public static DayReport good() {
    return day(List.of(firstToken(600, 31), tokenGeneration()));
  }

  /** A first-token run of {@code n} samples around {@code milliseconds}. */
  public static RunResult firstToken(int n, double milliseconds) {
    List<Double> samples = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < n; i++) {
      double tail = random.nextInt(50) == 0 ? 6 : 0;
      samples.add(Math.round(1000 * (milliseconds + random.nextDouble() * 3 + tail)) / 1000.0);
    }
    Series main = series("ttft_32", "time to first token", 32, 50, true, samples, 110);
    Series beside =
        series(
            "ttft_128",
            "time to first token",
            128,
            50,
            false,
            samples.subList(0, Math.min(20, n)),
            95);
    return run("FirstTokenLatencyBenchmark", List.of(main, beside), profile());
  }

  static RunResult tokenGeneration() {
    List<Double> samples = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      samples.add(8 + (i * 37 % 50) / 100.0);
    }
    return run(
        "TokenGenerationBenchmark",
        List.of(series("tpot_256", "time per output token", 16, 256, true, samples, 118)),
        null);
  }

  /** A run that failed. */
  public static RunResult failed(String message) {
    return new RunResult(
        "TokenGenerationBenchmark",
        "ryot",
        "2026-11-24T22:50:40Z",
        1.5,
        0,
        "none",
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        "tokens/s",
        null,
        null,
        null,
        false,
        message,
        RunResult.SCHEMA_VERSION,
        "How fast does the answer arrive once it has begun?",
        18,
        List.of(),
        null,
        EnvironmentReading.UNKNOWN,
        EnvironmentReading.UNKNOWN,
        null,
        MACHINE,
        MODEL,
        "0123abcd",
        List.of(),
        null,
        Counted.TOKEN);
  }

  /** The day of these runs, judged by the built-in targets. */
  public static DayReport day(List<RunResult> results) {
    List<TargetResult> verdicts =
        targets().stream().map(target -> TargetJudge.judge(target, results)).toList();
    int successful = (int) results.stream().filter(RunResult::success).count();
    return new DayReport(
        1,
        "2026-11-24T22:50:38Z",
        results.size(),
        successful,
        results.size() - successful,
        results,
        245.25,
        TargetJudge.overall(verdicts),
        verdicts,
        "built-in defaults",
        MACHINE,
        MODEL,
        "0123abcd",
        List.of());
  }

  static List<Target> targets() {
    try {
      return Targets.read(Optional.empty(), Path.of("nowhere")).targets().stream()
          .filter(DayPlan.first()::concernedBy)
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static Series series(
      String name,
      String metric,
      int promptTokens,
      int tokens,
      boolean primary,
      List<Double> samples,
      double throughput) {
    return new Series(
        name,
        metric,
        "ms",
        promptTokens,
        tokens,
        primary,
        samples,
        SampleSummary.of(samples),
        throughput,
        Interval.of(throughput - 0.75, throughput + 0.75),
        throughput + 4,
        30.5,
        "iterations and time as planned",
        new WarmUpOutcome(15, 7.25, true, 0.021),
        "HISTFAAA",
        null);
  }

  private static RunResult run(String name, List<Series> series, @Nullable ProfileResult profile) {
    Series primary = series.getFirst();
    SampleSummary summary = SampleSummary.of(primary.samples());
    return new RunResult(
        name,
        "ryot",
        "2026-11-24T22:50:40Z",
        61.5,
        summary.n(),
        profile == null ? "none" : profile.sampler(),
        summary.min(),
        summary.max(),
        summary.mean(),
        summary.median().value(),
        summary.p95().value(),
        summary.p99().value(),
        summary.stddev(),
        primary.throughput(),
        "tokens/s",
        412.5,
        400.25,
        93.5,
        true,
        null,
        RunResult.SCHEMA_VERSION,
        "How long does a reader wait?",
        18,
        series,
        new ProcessUsage(
            93.5,
            57.0,
            30.5,
            2,
            412.5,
            400.25,
            "VmHWM and VmRSS of /proc/PID/status",
            55.5,
            40.25,
            18.75,
            3,
            12.5,
            2_048.5,
            0.35),
        new EnvironmentReading(0.4, 1.5, 0.0, 3.25, 0.0, 0.0),
        new EnvironmentReading(1.9, 0.75, 0.0, 22.5, 0.0, 0.0),
        new Subject(
            "ryot engine",
            "llama",
            "vector kernels, 512 bit",
            2,
            "F16",
            8_192,
            "questions as a user's turn of the model's chat template, without a system message",
            null),
        MACHINE,
        MODEL,
        "0123abcd",
        List.of(Finding.note("ttft_32: the samples drift by +6.0 % from first to last")),
        profile,
        Counted.TOKEN);
  }

  private static ProfileResult profile() {
    String what = "Matrix products.";
    return new ProfileResult(
        "jdk.CPUTimeSample",
        2_400,
        1,
        12.5,
        24.0,
        40,
        2_000,
        13.5,
        1.25,
        List.of(
            new ProfileResult.FunctionShare(
                "ryot.engine.kernel.vector.VectorKernels.dotQ4",
                "kernel",
                0.62,
                Wilson.interval(0.62, 2_400),
                0.63),
            new ProfileResult.FunctionShare(
                "ryot.engine.model.Rope.apply", "model", 0.11, Wilson.interval(0.11, 2_400), 0.11)),
        List.of(
            new ProfileResult.ComponentShare(
                "kernel", what, 0.81, Wilson.interval(0.81, 2_400), 1_944),
            new ProfileResult.ComponentShare(
                "model", "Everything else.", 0.19, Wilson.interval(0.19, 2_400), 456)),
        List.of(
            new ProfileResult.Bottleneck(
                "component", "kernel", 0.81, Wilson.interval(0.81, 2_400), 0.35, true, what)),
        true,
        List.of(
            new ProfileResult.MethodCount(
                "ryot.engine.model.Transformer.forward", 3_264, 1.02, 7_950.5)),
        2_048.5,
        List.of(
            new ProfileResult.AllocationSite(
                "ryot.engine.generate.Run.step", "java.lang.String", 0.75)),
        new ProfileResult.HeapTrail(
            List.of(18.5, 18.75, 18.625, 18.5, 18.75),
            120.0,
            Interval.of(-900, 1_140),
            ProfileResult.LeakVerdict.QUIET,
            "heap after collection does not rise beyond noise",
            List.of()),
        List.of("raw_profiles/x.jfr", "flame_graphs/x.html"),
        List.of());
  }
}
