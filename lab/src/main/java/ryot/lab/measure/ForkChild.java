package ryot.lab.measure;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.LongSupplier;
import ryot.lab.plan.Experiment;
import ryot.lab.plan.Metric;
import ryot.lab.plan.SeriesPlan;
import ryot.lab.results.Plausibility;
import ryot.lab.results.Series;
import ryot.lab.workload.Iteration;
import ryot.lab.workload.Measurable;
import ryot.lab.workload.Workload;

/** A fork's work: opens the system, runs the experiment, tells the parent. */
final class ForkChild {

  private static final long PROGRESS_EVERY_NANOS = 100_000_000;

  private final SystemOpener opener;
  private final LongSupplier clockNanos;
  private final OutputStream out;
  private final OwnAllocation own = new OwnAllocation();

  /** Opens the system to measure. */
  @FunctionalInterface
  interface SystemOpener {
    Measurable open(ForkJob job) throws IOException;
  }

  ForkChild(SystemOpener opener, LongSupplier clockNanos, OutputStream out) {
    this.opener = opener;
    this.clockNanos = clockNanos;
    this.out = out;
  }

  /**
   * Does {@code job}; whatever goes wrong becomes a message.
   *
   * @param beforeLast runs before the message that ends the conversation is sent
   */
  void run(ForkJob job, Runnable beforeLast) throws IOException {
    ForkMessage last = work(job);
    beforeLast.run();
    send(last);
  }

  private ForkMessage work(ForkJob job) {
    try {
      long begin = System.nanoTime();
      try (Measurable system = opener.open(job)) {
        send(new ForkMessage.Loaded(system.description(), (System.nanoTime() - begin) / 1e9));
        Workload workload = system.workload(job.seed(), clockNanos, own);
        return switch (job.pass()) {
          case MEASURE -> measure(job, workload);
          case PROFILE -> new ForkMessage.Profiled(profile(job, workload));
        };
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ForkMessage.Failed("interrupted", "");
    } catch (IOException | RuntimeException | Error e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace, true));
      String message = e.getMessage();
      return new ForkMessage.Failed(
          message == null ? e.getClass().getSimpleName() : message, trace.toString());
    }
  }

  private ForkMessage measure(ForkJob job, Workload workload)
      throws IOException, InterruptedException {
    Experiment experiment = job.experiment();
    long granularity = ClockCheck.granularityNanos(clockNanos);
    SelfWatch watch = new SelfWatch(own);
    long tokens = 0;
    for (SeriesPlan plan : experiment.series()) {
      SeriesRunner.Outcome outcome =
          new SeriesRunner(workload, clockNanos)
              .run(
                  plan,
                  experiment.metric(),
                  plan.primary() ? job.targets() : List.of(),
                  new Messages(plan, experiment.metric(), watch));
      LatencyRecorder recorder = outcome.recorder();
      Series series =
          recorder.series(plan, outcome.warmUp(), outcome.seconds(), outcome.stopReason());
      if (plan.primary()) {
        tokens = (long) recorder.count() * plan.generatedTokens();
      }
      send(
          new ForkMessage.SeriesDone(
              series,
              Plausibility.of(
                  series,
                  experiment.metric().counted(),
                  granularity,
                  recorder.shortOf(plan.generatedTokens()))));
    }
    return new ForkMessage.Measured(
        watch.usage(tokens), ManagementFactory.getRuntimeMXBean().getInputArguments());
  }

  private ForkMessage.ProfilePass profile(ForkJob job, Workload workload)
      throws IOException, InterruptedException {
    Experiment experiment = job.experiment();
    SeriesPlan plan = experiment.primary();
    Messages messages = new Messages(plan, experiment.metric(), null);
    new SeriesRunner(workload, clockNanos).warmUp(plan, messages);
    ForkJob.ProfileFiles files = job.profileFiles();
    if (files == null) {
      throw new IllegalArgumentException("a profile pass needs files to record into");
    }
    return new ProfileRunner(workload, experiment, files, messages::progress).run();
  }

  private void send(ForkMessage message) throws IOException {
    synchronized (out) {
      ForkChannel.write(out, message);
    }
  }

  /** Turns iterations into messages, at most ten a second. */
  private final class Messages implements SeriesRunner.Listener {

    private final SeriesPlan plan;
    private final Metric metric;
    private final @org.jspecify.annotations.Nullable SelfWatch watch;
    private long lastNanos;

    Messages(SeriesPlan plan, Metric metric, @org.jspecify.annotations.Nullable SelfWatch watch) {
      this.plan = plan;
      this.metric = metric;
      this.watch = watch;
    }

    @Override
    public void warmUp(int iteration, int most, Iteration stamps) {
      progress("warm-up", iteration, most, stamps);
    }

    @Override
    public void measuring(boolean begins) {
      if (!plan.primary() || watch == null) {
        return;
      }
      if (begins) {
        tell(new ForkMessage.Measuring(true));
        watch.begin();
      } else {
        watch.end();
        tell(new ForkMessage.Measuring(false));
      }
    }

    @Override
    public void sample(int iteration, int goal, Iteration stamps) {
      progress("measure", iteration, goal, stamps);
    }

    void progress(String phase, int done, int goal, Iteration stamps) {
      long now = System.nanoTime();
      if (now - lastNanos < PROGRESS_EVERY_NANOS && done < goal) {
        return;
      }
      lastNanos = now;
      double reading = stamps.nanos(metric) / 1e6;
      double rate =
          metric.rateScale() * stamps.tokens() * 1e9 / Math.max(1, stamps.lastTokenNanos());
      tell(new ForkMessage.Progress(plan.name(), phase, done, goal, reading, rate));
    }

    private void tell(ForkMessage message) {
      own.begin();
      try {
        send(message);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException("the parent is gone", e);
      } finally {
        own.end();
      }
    }
  }
}
