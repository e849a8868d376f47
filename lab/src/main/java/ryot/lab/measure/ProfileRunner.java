package ryot.lab.measure;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import ryot.lab.plan.Experiment;
import ryot.lab.plan.SeriesPlan;
import ryot.lab.profile.ProfilingSession;
import ryot.lab.workload.GenerationWorkload;
import ryot.lab.workload.Iteration;

/**
 * The profile pass, in four stages under one recording: iterations until code that the recording
 * made the JVM compile anew is fast again; iterations under the sampler; iterations with a
 * collection behind each; the dump.
 */
final class ProfileRunner {

  private static final int SETTLE_ITERATIONS = 3;
  private static final long SETTLE_NANOS = 3_000_000_000L;

  private final GenerationWorkload workload;
  private final Experiment experiment;
  private final ForkJob.ProfileFiles files;
  private final Progress progress;
  private long recordedTokens;

  /** Hears of iterations. */
  @FunctionalInterface
  interface Progress {
    void iteration(String phase, int done, int goal, Iteration stamps);
  }

  ProfileRunner(
      GenerationWorkload workload,
      Experiment experiment,
      ForkJob.ProfileFiles files,
      Progress progress) {
    this.workload = workload;
    this.experiment = experiment;
    this.files = files;
    this.progress = progress;
  }

  ForkMessage.ProfilePass run() throws IOException, InterruptedException {
    try (ProfilingSession session =
        ProfilingSession.start(
            Path.of(files.recording()), Path.of(files.sampled()), files.preferAsyncProfiler())) {
      settle();
      Sampled sampled = sample(session);
      List<Long> heaps = collectHeaps(session);
      session.stop();
      return new ForkMessage.ProfilePass(
          session.sampler().title(),
          session.note(),
          sampled.cpuSeconds(),
          sampled.iterations(),
          sampled.tokens(),
          recordedTokens,
          sampled.allocatedBytes(),
          sampled.medianMs(),
          heaps);
    }
  }

  /** What happened under the sampler. */
  private record Sampled(
      double cpuSeconds, int iterations, long tokens, long allocatedBytes, double medianMs) {}

  private void settle() throws InterruptedException {
    long begin = System.nanoTime();
    for (int i = 0; i < SETTLE_ITERATIONS || System.nanoTime() - begin < SETTLE_NANOS; i++) {
      iterate();
    }
  }

  private Sampled sample(ProfilingSession session) throws InterruptedException {
    session.mark(ProfilingSession.Stage.SAMPLING);
    long beginNanos = System.nanoTime();
    long beginCpu = cpuNanos();
    long beginTokens = recordedTokens;
    long beginAllocated = allocatedBytes();
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
        recordedTokens - beginTokens,
        allocatedBytes() - beginAllocated,
        median(times));
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
    recordedTokens += stamps.tokens();
    return stamps;
  }

  private static double median(List<Long> times) {
    long[] sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
    return Arrays.stream(sorted).skip((sorted.length - 1) / 2).findFirst().orElse(0) / 1e6;
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long allocatedBytes() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getTotalThreadAllocatedBytes();
  }
}
