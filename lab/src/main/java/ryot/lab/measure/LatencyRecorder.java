package ryot.lab.measure;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import ryot.lab.plan.Metric;
import ryot.lab.plan.SeriesPlan;
import ryot.lab.results.Series;
import ryot.lab.results.WarmUpOutcome;
import ryot.lab.statistics.Interval;
import ryot.lab.statistics.SampleSummary;
import ryot.lab.workload.Iteration;

/** Every stamp of a series, and a mergeable histogram of its latencies. */
final class LatencyRecorder {

  private static final int SIGNIFICANT_DIGITS = 3;

  private final Metric metric;
  private final List<Iteration> iterations = new ArrayList<>();
  private final Histogram histogram = new Histogram(SIGNIFICANT_DIGITS);

  LatencyRecorder(Metric metric) {
    this.metric = metric;
  }

  void record(Iteration iteration) {
    iterations.add(iteration);
    double nanos = iteration.nanos(metric);
    if (nanos >= 0) {
      histogram.recordValue(Math.round(nanos));
    }
  }

  int count() {
    return iterations.size();
  }

  /** Latencies in milliseconds, in the order in which they were taken. */
  double[] millis() {
    return iterations.stream()
        .mapToDouble(iteration -> iteration.nanos(metric))
        .map(nanos -> nanos / 1e6)
        .toArray();
  }

  /** Iterations with fewer tokens than {@code expected}. */
  int shortOf(int expected) {
    return (int) iterations.stream().filter(i -> i.tokens() < expected).count();
  }

  /** The series as it is stored. */
  Series series(SeriesPlan plan, WarmUpOutcome warmUp, double seconds, String stopReason) {
    double[] samples = Arrays.stream(millis()).filter(Double::isFinite).toArray();
    double[] wholeSeconds =
        iterations.stream().mapToDouble(i -> i.lastTokenNanos() / 1e9).toArray();
    long tokens = iterations.stream().mapToLong(Iteration::tokens).sum();
    double time = Arrays.stream(wholeSeconds).sum();
    double decodeSeconds =
        iterations.stream().mapToLong(i -> i.lastTokenNanos() - i.firstTokenNanos()).sum() / 1e9;
    long decoded = tokens - iterations.stream().filter(i -> i.tokens() > 0).count();
    return new Series(
        plan.name(),
        metric.title(),
        "ms",
        plan.promptTokens(),
        plan.generatedTokens(),
        plan.primary(),
        Arrays.stream(samples).boxed().toList(),
        samples.length == 0 ? null : SampleSummary.of(samples),
        time > 0 ? metric.rateScale() * tokens / time : 0,
        throughputInterval(wholeSeconds, tokens),
        decodeSeconds > 0 ? decoded / decodeSeconds : 0,
        seconds,
        stopReason,
        warmUp,
        encoded(),
        ratio());
  }

  /** Tokens per iteration over the interval of an iteration's mean time. */
  private Interval throughputInterval(double[] wholeSeconds, long tokens) {
    if (wholeSeconds.length < 2) {
      return Interval.UNKNOWN;
    }
    return SampleSummary.of(wholeSeconds)
        .meanInterval()
        .reciprocal(metric.rateScale() * tokens / wholeSeconds.length);
  }

  private @Nullable SampleSummary ratio() {
    double[] ratios =
        iterations.stream().mapToDouble(Iteration::ratio).filter(Double::isFinite).toArray();
    return ratios.length == 0 ? null : SampleSummary.of(ratios);
  }

  private String encoded() {
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(buffer);
    return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
  }
}
