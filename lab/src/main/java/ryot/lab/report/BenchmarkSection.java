package ryot.lab.report;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import ryot.lab.plan.Counted;
import ryot.lab.results.ProcessUsage;
import ryot.lab.results.RunResult;
import ryot.lab.results.Series;
import ryot.lab.statistics.Interval;
import ryot.lab.statistics.Percentile;
import ryot.lab.statistics.SampleSummary;

/** The section of one benchmark: statistics, distribution, resources. */
final class BenchmarkSection {

  private static final int SPARK_WIDTH = 60;

  private final RunResult result;
  private final StringBuilder text = new StringBuilder();

  private BenchmarkSection(RunResult result) {
    this.result = result;
  }

  static String render(RunResult result) {
    return new BenchmarkSection(result).render();
  }

  private String render() {
    line("");
    line("## " + result.benchmarkName());
    line("");
    line(result.question());
    line("");
    if (!result.success()) {
      line("**This benchmark did not run to its end**, so there are no numbers:");
      line("");
      line("```");
      line(String.valueOf(result.errorMessage()));
      line("```");
      return text.toString();
    }
    for (Series series : result.series()) {
      series(series);
    }
    if (result.process() != null) {
      resources(result.process());
    }
    return text.toString();
  }

  private void series(Series series) {
    line(
        "### "
            + series.name()
            + ": "
            + series.metric()
            + ", "
            + size(series)
            + (series.primary() ? "" : " (beside the target)"));
    line("");
    SampleSummary summary = series.summary();
    if (summary == null) {
      line("Nothing was measured.");
      return;
    }
    TextTable table =
        new TextTable("Statistic", "Value (" + series.unit() + ")", "95 % interval", "Standing");
    table.row("minimum", Numbers.plain(summary.min()), Numbers.MISSING, "");
    table.row("mean", Numbers.plain(summary.mean()), Numbers.interval(summary.meanInterval()), "");
    percentile(table, "median", summary.median(), summary.n());
    percentile(table, "p95", summary.p95(), summary.n());
    percentile(table, "p99", summary.p99(), summary.n());
    table.row("maximum", Numbers.plain(summary.max()), Numbers.MISSING, "");
    table.row(
        "standard deviation",
        Numbers.plain(summary.stddev()),
        Numbers.interval(summary.stddevInterval()),
        "");
    text.append(table.markdown("lrrl"));
    line("");
    line(
        summary.n()
            + " iterations in "
            + Numbers.seconds(series.seconds())
            + ". Throughput **"
            + Numbers.plain(series.throughput())
            + " "
            + result.throughputUnit()
            + "**"
            + interval(series.throughputInterval())
            + more(series));
    line("");
    chart(series);
  }

  private String size(Series series) {
    return switch (result.counted()) {
      case TOKEN ->
          series.promptTokens() + " prompt tokens, " + series.generatedTokens() + " generated";
      case BYTE -> series.promptTokens() + " messages, " + series.generatedTokens() + " bytes";
      case UNIT -> series.promptTokens() + " units, one in each iteration";
    };
  }

  private String more(Series series) {
    return switch (result.counted()) {
      case TOKEN -> decoding(series);
      case BYTE -> series.ratio() == null ? "." : ratio(series.ratio());
      case UNIT -> ".";
    };
  }

  private static String decoding(Series series) {
    return " with the prompt's time included, "
        + Numbers.plain(series.decodeRate())
        + " tokens/s from first to last token.";
  }

  private static String ratio(SampleSummary ratio) {
    return String.format(
        Locale.ROOT,
        ". Ratio **%.3f:1** (95 %% interval %.3f to %.3f), the mean of all batches; every one was"
            + " decoded and compared.",
        ratio.mean(),
        ratio.meanInterval().lower(),
        ratio.meanInterval().upper());
  }

  private static void percentile(TextTable table, String name, Percentile percentile, int n) {
    table.row(
        name,
        Numbers.plain(percentile.value()),
        Numbers.interval(percentile.interval95()),
        percentile.established()
            ? "≤ " + Numbers.plain(percentile.upper99()) + " at 99 % confidence"
            : "not established: needs " + percentile.samplesNeeded() + " samples, has " + n);
  }

  private static String interval(Interval interval) {
    return interval.equals(Interval.UNKNOWN) ? "" : " " + Numbers.interval(interval);
  }

  private void chart(Series series) {
    List<String> rows = Charts.histogram(series.samples(), series.unit());
    if (rows.isEmpty()) {
      return;
    }
    line("```text");
    rows.forEach(this::line);
    line("");
    line("in order of time: " + Charts.sparkline(series.samples(), SPARK_WIDTH));
    line("```");
    line("");
  }

  private void resources(ProcessUsage usage) {
    line("### Resources while measuring");
    line("");
    TextTable table = new TextTable("Resource", "Value");
    table.row(
        "CPU utilisation",
        String.format(
            Locale.ROOT,
            "%.1f %% of %d cores (%.1f s of CPU time in %.1f s)",
            usage.cpuUtilizationPct(),
            usage.cores(),
            usage.cpuSeconds(),
            usage.wallSeconds()));
    table.row("Resident set, peak", megabytes(usage.peakResidentMb()));
    table.row("Resident set, mean", megabytes(usage.meanResidentMb()));
    table.row("Heap, peak", megabytes(usage.heapPeakMb()));
    table.row("Heap, mean", megabytes(usage.heapMeanMb()));
    table.row("Heap after a collection", megabytes(usage.heapAfterGcMb()));
    table.row(
        "Garbage collections",
        String.format(Locale.ROOT, "%d, %.0f ms in all", usage.gcCount(), usage.gcMillis()));
    table.row(
        "Allocated per " + result.counted().word(), Numbers.bytes(usage.allocatedBytesPerToken()));
    table.row(
        "Wake-up delay of a waiting thread, p99", Numbers.plain(usage.clientLagP99Ms()) + " ms");
    text.append(table.markdown("lr"));
    line("");
    String model = result.counted() == Counted.TOKEN ? "; the mapped model counts" : "";
    line("Resident set from " + usage.residentSource() + model + ". MB = 10^6 B.");
  }

  private static String megabytes(@Nullable Double megabytes) {
    return megabytes == null ? "not known on this platform" : Numbers.plain(megabytes) + " MB";
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
