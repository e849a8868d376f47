package ryot.lab.measure;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import ryot.lab.plan.Metric;
import ryot.lab.plan.SeriesPlan;
import ryot.lab.plan.Target;
import ryot.lab.results.TargetJudge;
import ryot.lab.results.Verdict;
import ryot.lab.results.WarmUpOutcome;
import ryot.lab.statistics.SampleSummary;
import ryot.lab.workload.Iteration;
import ryot.lab.workload.Workload;

/** Runs one series: warm-up until it is warm, then iterations until its budget says stop. */
final class SeriesRunner {

  private final Workload workload;
  private final LongSupplier clockNanos;

  SeriesRunner(Workload workload, LongSupplier clockNanos) {
    this.workload = workload;
    this.clockNanos = clockNanos;
  }

  /** Hears of every iteration, outside the timed part. */
  interface Listener {

    void warmUp(int iteration, int most, Iteration stamps);

    /** Measuring begins, or ends. */
    void measuring(boolean begins);

    /**
     * One measured iteration.
     *
     * @param goal iterations expected in all, as far as is known
     */
    void sample(int iteration, int goal, Iteration stamps);
  }

  /**
   * How the series went.
   *
   * @param seconds of the measured part
   */
  record Outcome(
      LatencyRecorder recorder, WarmUpOutcome warmUp, double seconds, String stopReason) {}

  /**
   * Runs {@code plan}.
   *
   * @param targets latency targets that a look may decide; empty for series without one
   */
  Outcome run(SeriesPlan plan, Metric metric, List<Target> targets, Listener listener)
      throws InterruptedException {
    workload.makeAhead(plan.promptTokens(), plan.foreseeableIterations());
    WarmUpOutcome warmUp = warmUp(plan, listener);
    LatencyRecorder recorder = new LatencyRecorder(metric);
    listener.measuring(true);
    long begin = clockNanos.getAsLong();
    StopRule rule = new StopRule(plan, targets);
    String stop = null;
    while (stop == null) {
      Iteration stamps = workload.iterate(plan.promptTokens(), plan.generatedTokens());
      recorder.record(stamps);
      long elapsedMillis = (clockNanos.getAsLong() - begin) / 1_000_000;
      listener.sample(recorder.count(), rule.goal(recorder.count(), elapsedMillis), stamps);
      stop = rule.reasonToStop(recorder, elapsedMillis);
    }
    double seconds = (clockNanos.getAsLong() - begin) / 1e9;
    listener.measuring(false);
    return new Outcome(recorder, warmUp, seconds, stop);
  }

  WarmUpOutcome warmUp(SeriesPlan plan, Listener listener) throws InterruptedException {
    WarmUpWatch watch = new WarmUpWatch(plan.warmUp());
    long begin = clockNanos.getAsLong();
    long elapsedNanos = 0;
    while (!watch.settled() && !watch.exhausted(elapsedNanos / 1_000_000)) {
      Iteration stamps = workload.iterate(plan.promptTokens(), plan.generatedTokens());
      watch.add((double) stamps.lastTokenNanos());
      elapsedNanos = clockNanos.getAsLong() - begin;
      listener.warmUp(watch.iterations(), plan.warmUp().maxIterations(), stamps);
    }
    return new WarmUpOutcome(
        watch.iterations(), elapsedNanos / 1e9, watch.settled(), watch.spread());
  }

  /** Minimum, time, and the few looks at which an open verdict may ask for more. */
  private static final class StopRule {

    private final SeriesPlan plan;
    private final List<Target> targets;
    private int nextLook;

    StopRule(SeriesPlan plan, List<Target> targets) {
      this.plan = plan;
      this.targets = targets;
    }

    int goal(int count, long elapsedMillis) {
      if (nextLook > 0) {
        return nextLook;
      }
      long inTime =
          elapsedMillis == 0 ? count : count * plan.budget().budgetMillis() / elapsedMillis;
      return (int) Math.max(count, Math.max(plan.budget().minIterations(), inTime));
    }

    /** Null to go on. */
    @org.jspecify.annotations.Nullable
    String reasonToStop(LatencyRecorder recorder, long elapsedMillis) {
      int count = recorder.count();
      if (count < plan.budget().minIterations() || elapsedMillis < plan.budget().budgetMillis()) {
        return null;
      }
      if (count < nextLook && elapsedMillis < plan.budget().limitMillis()) {
        return null;
      }
      if (elapsedMillis >= plan.budget().limitMillis() && !plan.budget().looks().isEmpty()) {
        return "time limit of " + plan.budget().limitMillis() / 1000 + " s";
      }
      if (decided(recorder)) {
        return nextLook == 0
            ? "iterations and time as planned"
            : "went on to " + count + " iterations, which decide the percentile's target";
      }
      OptionalInt look =
          plan.budget().looks().stream()
              .mapToInt(Integer::intValue)
              .filter(l -> l > count)
              .findFirst();
      if (look.isEmpty()) {
        return nextLook == 0
            ? "iterations and time as planned"
            : "went on to " + count + " iterations, and the target is still open";
      }
      if ((double) elapsedMillis * look.getAsInt() / count > plan.budget().limitMillis()) {
        return "iterations and time as planned; the "
            + look.getAsInt()
            + " that could decide the target do not fit into "
            + plan.budget().limitMillis() / 1000
            + " s";
      }
      nextLook = look.getAsInt();
      return null;
    }

    private boolean decided(LatencyRecorder recorder) {
      if (targets.isEmpty() || plan.budget().looks().isEmpty()) {
        return true;
      }
      SampleSummary summary = SampleSummary.of(recorder.millis());
      return targets.stream()
          .allMatch(target -> TargetJudge.judge(target, summary) != Verdict.UNDECIDED);
    }
  }
}
