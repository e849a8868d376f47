package ryot.lab.results;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import ryot.lab.plan.Counted;
import ryot.lab.statistics.SampleSummary;

/** Signs that a measurement measured something else, or nothing. */
public final class Plausibility {

  private static final double LAG_LIMIT = 0.3;
  private static final double DRIFT_LIMIT = 0.05;

  private Plausibility() {}

  /**
   * What the samples of one series give away.
   *
   * @param clockGranularityNanos smallest step that the clock was seen to take; 0 if it stood still
   * @param counted what each iteration was asked for
   * @param shortfall iterations that gave fewer of it
   */
  public static List<Finding> of(
      Series series, Counted counted, long clockGranularityNanos, int shortfall) {
    List<Finding> findings = new ArrayList<>();
    SampleSummary summary = series.summary();
    if (clockGranularityNanos <= 0) {
      findings.add(Finding.invalid("the clock stands still"));
    }
    if (summary == null || summary.n() == 0) {
      findings.add(Finding.invalid(series.name() + ": nothing was measured"));
      return findings;
    }
    if (shortfall > 0) {
      findings.add(
          Finding.invalid(
              String.format(
                  Locale.ROOT,
                  "%s: %d of %d iterations gave fewer than the %d %ss asked for",
                  series.name(),
                  shortfall,
                  summary.n(),
                  series.generatedTokens(),
                  counted.word())));
    }
    if (!(summary.min() > 0)) {
      findings.add(
          Finding.invalid(series.name() + ": a latency of " + summary.min() + " " + series.unit()));
    }
    if (summary.n() > 1 && summary.stddev() == 0) {
      findings.add(
          Finding.invalid(
              series.name() + ": all samples are the same, which real time never gives"));
    } else if (summary.n() >= 20 && new HashSet<>(series.samples()).size() * 2 < summary.n()) {
      findings.add(
          Finding.invalid(
              series.name() + ": most samples repeat to the last digit; the clock is too coarse"));
    }
    findings.addAll(shape(series, summary));
    return findings;
  }

  /** Whether another run gave exactly these samples, which two real runs never do. */
  public static boolean identical(Series one, Series other) {
    return one.samples().size() > 1 && one.samples().equals(other.samples());
  }

  private static List<Finding> shape(Series series, SampleSummary summary) {
    List<Finding> findings = new ArrayList<>();
    if (!series.warmUp().settled()) {
      findings.add(
          Finding.note(
              String.format(
                  Locale.ROOT,
                  "%s: the warm-up ended by its limit (%d iterations, %.1f s); the last windows"
                      + " still differ by %.1f %%",
                  series.name(),
                  series.warmUp().iterations(),
                  series.warmUp().seconds(),
                  100 * series.warmUp().spread())));
    }
    if (summary.n() >= 20 && Math.abs(summary.lag1()) > LAG_LIMIT) {
      findings.add(
          Finding.note(
              String.format(
                  Locale.ROOT,
                  "%s: neighbouring samples are correlated (%.2f); intervals are too narrow",
                  series.name(),
                  summary.lag1())));
    }
    if (summary.n() >= 20
        && summary.trend().significant()
        && Math.abs(summary.trend().relativeChange()) > DRIFT_LIMIT) {
      findings.add(
          Finding.note(
              String.format(
                  Locale.ROOT,
                  "%s: the samples drift by %+.1f %% from first to last",
                  series.name(),
                  100 * summary.trend().relativeChange())));
    }
    return findings;
  }
}
