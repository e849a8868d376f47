package ryot.lab.measure;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ryot.lab.plan.Experiment;
import ryot.lab.plan.SeriesPlan;
import ryot.lab.profile.CallCounting;
import ryot.lab.profile.ProfilingSession;
import ryot.lab.profile.Sampler;
import ryot.lab.workload.Iteration;
import ryot.lab.workload.Workload;

/**
 * The profile pass: iterations under the sampler, iterations with a collection behind each, and
 * last, in a recording of their own, iterations whose calls are counted.
 */
final class ProfileRunner {

  private static final int COUNTED_ITERATIONS = 3;

  private final Workload workload;
  private final Experiment experiment;
  private final ForkJob.ProfileFiles files;
  private final Progress progress;
  private long tokens;

  /** Hears of iterations. */
  @FunctionalInterface
  interface Progress {
    void iteration(String phase, int done, int goal, Iteration stamps);
  }

  ProfileRunner(
      Workload workload, Experiment experiment, ForkJob.ProfileFiles files, Progress progress) {
    this.workload = workload;
    this.experiment = experiment;
    this.files = files;
    this.progress = progress;
  }

  ForkMessage.ProfilePass run() throws IOException, InterruptedException {
    Sampled sampled;
    List<Long> heaps;
    Sampler sampler;
    String note;
    try (ProfilingSession session =
        ProfilingSession.start(
            Path.of(files.recording()), Path.of(files.sampled()), files.preferAsyncProfiler())) {
      sampler = session.sampler();
      note = session.note();
      iterate();
      sampled = sample(session);
      heaps = collectHeaps(session);
    }
    return new ForkMessage.ProfilePass(
        sampler.title(),
        note,
        sampled.cpuSeconds(),
        sampled.iterations(),
        sampled.tokens(),
        countCalls(),
        sampled.meanMs(),
        heaps);
  }

  /** Tokens generated while calls were counted. */
  private long countCalls() throws IOException, InterruptedException {
    long before = tokens;
    try (CallCounting _ = CallCounting.start(Path.of(files.calls()))) {
      for (int i = 1; i <= COUNTED_ITERATIONS; i++) {
        progress.iteration("count", i, COUNTED_ITERATIONS, iterate());
      }
    }
    return tokens - before;
  }

  /** What happened under the sampler. */
  private record Sampled(double cpuSeconds, int iterations, long tokens, double meanMs) {}

  private Sampled sample(ProfilingSession session) throws InterruptedException {
    session.mark(ProfilingSession.Stage.SAMPLING);
    long beginNanos = System.nanoTime();
    long beginCpu = cpuNanos();
    long beginTokens = tokens;
    List<Long> times = new ArrayList<>();
    int least = experiment.profile().minIterations();
    long leastNanos = experiment.profile().minMillis() * 1_000_000;
    long elapsed = 0;
    while (times.size() < least || elapsed < leastNanos) {
      Iteration stamps = iterate();
      times.add(stamps.lastTokenNanos());
      elapsed = System.nanoTime() - beginNanos;
      long expected = elapsed == 0 ? least : times.size() * leastNanos / elapsed;
      progress.iteration(
          "profile", times.size(), (int) Math.max(Math.max(least, expected), times.size()), stamps);
    }
    session.mark(ProfilingSession.Stage.SAMPLED);
    return new Sampled(
        (cpuNanos() - beginCpu) / 1e9,
        times.size(),
        tokens - beginTokens,
        times.stream().mapToLong(Long::longValue).average().orElse(0) / 1e6);
  }

  private List<Long> collectHeaps(ProfilingSession session) throws InterruptedException {
    List<Long> heaps = new ArrayList<>();
    int goal = experiment.profile().heapIterations();
    SelfWatch.heapAfterCollection();
    for (int i = 1; i <= goal; i++) {
      session.mark(ProfilingSession.Stage.HEAP_ITERATION);
      Iteration stamps = iterate();
      heaps.add(SelfWatch.heapAfterCollection());
      progress.iteration("heap", i, goal, stamps);
    }
    session.mark(ProfilingSession.Stage.HEAP_DONE);
    return heaps;
  }

  private Iteration iterate() throws InterruptedException {
    SeriesPlan plan = experiment.primary();
    Iteration stamps = workload.iterate(plan.promptTokens(), plan.generatedTokens());
    tokens += stamps.tokens();
    return stamps;
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
