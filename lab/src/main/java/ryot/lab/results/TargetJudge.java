package ryot.lab.results;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ryot.lab.plan.Quantity;
import ryot.lab.plan.Target;
import ryot.lab.statistics.Percentile;
import ryot.lab.statistics.SampleSummary;

/**
 * Judges targets on bounds, never on estimates: PASS when the unfavourable bound meets the target,
 * FAIL when the favourable one misses it, else UNDECIDED. A measurement that is not to be believed
 * makes INVALID. Neighbours on a noisy machine can only make a run slower, so a PASS stands there,
 * while a FAIL becomes UNDECIDED.
 */
public final class TargetJudge {

  private TargetJudge() {}

  /** An estimate with the bounds on either side; null where the samples give none. */
  private record Bounds(
      double estimate, @Nullable Double lower, @Nullable Double upper, String kind) {}

  /** The verdict on {@code target} over the day's results. */
  public static TargetResult judge(Target target, List<RunResult> results) {
    List<TargetResult> each =
        results.stream()
            .filter(result -> target.concerns(result.benchmarkName()))
            .map(result -> judge(target, result))
            .toList();
    Optional<TargetResult> worst =
        each.stream()
            .max(
                Comparator.comparingInt(TargetJudge::gravity)
                    .thenComparingDouble(result -> -valueOr(result.headroom(), Double.MAX_VALUE)));
    return worst.orElseGet(
        () -> invalid(target, null, "no benchmark named " + target.benchmark() + " was run"));
  }

  /** The verdict on one series before its run is complete: may more samples decide it? */
  public static Verdict judge(Target target, SampleSummary summary) {
    return verdict(target, latency(target.quantity(), summary));
  }

  /** The gravest of all: INVALID, then FAIL, then UNDECIDED. PASS only when all pass. */
  public static Verdict overall(List<TargetResult> results) {
    return results.stream()
        .max(Comparator.comparingInt(TargetJudge::gravity))
        .map(TargetResult::verdict)
        .orElse(Verdict.UNDECIDED);
  }

  private static TargetResult judge(Target target, RunResult result) {
    Bounds bounds = bounds(target.quantity(), result);
    if (bounds == null) {
      String why = result.errorMessage();
      return invalid(
          target,
          result.benchmarkName(),
          why == null ? "nothing was measured" : "the benchmark failed: " + why);
    }
    Verdict verdict = verdict(target, bounds);
    String reason = reason(target, bounds, verdict, result);
    if (result.has(Finding.Severity.INVALID)) {
      verdict = Verdict.INVALID;
      reason = "the measurement is not to be believed; see data quality";
    } else if (result.has(Finding.Severity.NOISY)) {
      reason += verdict == Verdict.PASS ? " (on a noisy machine)" : "; the machine was noisy";
      verdict = verdict == Verdict.FAIL ? Verdict.UNDECIDED : verdict;
    }
    Double decisive = decisive(target, bounds, verdict);
    return new TargetResult(
        target,
        result.benchmarkName(),
        bounds.estimate(),
        decisive,
        bounds.kind(),
        target.headroom(decisive == null ? bounds.estimate() : decisive),
        verdict,
        reason);
  }

  private static Verdict verdict(Target target, Bounds bounds) {
    Double unfavourable = unfavourable(target, bounds);
    Double favourable = favourable(target, bounds);
    if (unfavourable != null && target.metBy(unfavourable)) {
      return Verdict.PASS;
    }
    return favourable != null && !target.metBy(favourable) ? Verdict.FAIL : Verdict.UNDECIDED;
  }

  private static @Nullable Double decisive(Target target, Bounds bounds, Verdict verdict) {
    return verdict == Verdict.FAIL ? favourable(target, bounds) : unfavourable(target, bounds);
  }

  private static @Nullable Double unfavourable(Target target, Bounds bounds) {
    return target.direction() == Target.Direction.BELOW ? bounds.upper() : bounds.lower();
  }

  private static @Nullable Double favourable(Target target, Bounds bounds) {
    return target.direction() == Target.Direction.BELOW ? bounds.lower() : bounds.upper();
  }

  private static @Nullable Bounds bounds(Quantity quantity, RunResult result) {
    Series primary = result.primary();
    ProcessUsage process = result.process();
    if (!result.success() || primary == null) {
      return null;
    }
    return switch (quantity) {
      case THROUGHPUT ->
          new Bounds(
              primary.throughput(),
              primary.throughputInterval().lower(),
              primary.throughputInterval().upper(),
              "95 % interval");
      case RATIO -> {
        SampleSummary ratio = primary.ratio();
        yield ratio == null
            ? null
            : new Bounds(
                ratio.mean(),
                ratio.meanInterval().lower(),
                ratio.meanInterval().upper(),
                "95 % interval");
      }
      case PEAK_MEMORY -> {
        Double peak = process == null ? null : process.peakResidentMb();
        yield peak == null ? null : new Bounds(peak, peak, peak, "high-water mark");
      }
      case LATENCY_MEAN, LATENCY_MEDIAN, LATENCY_P95, LATENCY_P99 -> {
        SampleSummary summary = primary.summary();
        yield summary == null ? null : latency(quantity, summary);
      }
    };
  }

  private static Bounds latency(Quantity quantity, SampleSummary summary) {
    return switch (quantity) {
      case LATENCY_MEDIAN -> percentile(summary.median());
      case LATENCY_P95 -> percentile(summary.p95());
      case LATENCY_P99 -> percentile(summary.p99());
      case LATENCY_MEAN ->
          new Bounds(
              summary.mean(),
              summary.meanInterval().lower(),
              summary.meanInterval().upper(),
              "95 % interval");
      case THROUGHPUT, RATIO, PEAK_MEMORY ->
          throw new IllegalArgumentException(quantity + " is not a latency");
    };
  }

  private static Bounds percentile(Percentile percentile) {
    return new Bounds(
        percentile.value(), percentile.lower99(), percentile.upper99(), "one-sided 99 % bound");
  }

  private static String reason(Target target, Bounds bounds, Verdict verdict, RunResult result) {
    String sign = target.direction().sign();
    Double unfavourable = unfavourable(target, bounds);
    return switch (verdict) {
      case PASS ->
          String.format(
              Locale.ROOT, "%s %.1f %s %.1f", bounds.kind(), unfavourable, sign, target.value());
      case FAIL ->
          String.format(
              Locale.ROOT,
              "%s %.1f is not %s %.1f",
              bounds.kind(),
              favourable(target, bounds),
              sign,
              target.value());
      case UNDECIDED, INVALID ->
          unfavourable == null
              ? tooFew(target, result)
              : String.format(
                  Locale.ROOT,
                  "%s %.1f lies beyond %.1f",
                  bounds.kind(),
                  unfavourable,
                  target.value());
    };
  }

  private static String tooFew(Target target, RunResult result) {
    double p =
        switch (target.quantity()) {
          case LATENCY_P99 -> 0.99;
          case LATENCY_P95 -> 0.95;
          case LATENCY_MEDIAN -> 0.5;
          case LATENCY_MEAN, THROUGHPUT, RATIO, PEAK_MEMORY -> Double.NaN;
        };
    return Double.isNaN(p)
        ? "too few samples for an interval"
        : "not established: needs "
            + ryot.lab.statistics.PercentileBounds.samplesNeeded(p, 0.99)
            + " samples, has "
            + result.iterations();
  }

  private static TargetResult invalid(Target target, @Nullable String benchmark, String reason) {
    return new TargetResult(target, benchmark, null, null, "none", null, Verdict.INVALID, reason);
  }

  private static int gravity(TargetResult result) {
    return switch (result.verdict()) {
      case PASS -> 0;
      case UNDECIDED -> 1;
      case FAIL -> 2;
      case INVALID -> 3;
    };
  }

  private static double valueOr(@Nullable Double value, double fallback) {
    return value == null ? fallback : value;
  }
}
