package ryot.lab.report;

import java.util.List;
import java.util.stream.Collectors;
import ryot.lab.results.DayReport;
import ryot.lab.results.Finding;
import ryot.lab.results.ProfileResult;
import ryot.lab.results.RunResult;
import ryot.lab.results.Series;
import ryot.lab.results.TargetResult;
import ryot.lab.statistics.Percentile;
import ryot.lab.statistics.SampleSummary;

/** A day on one screen, for a terminal: plain text, no colours, at most 100 columns. */
public final class ConsoleSummary {

  private static final int FUNCTIONS = 5;
  private static final int BAR = 20;

  private ConsoleSummary() {}

  /** The summary, ending in a line break. */
  public static String render(DayReport report) {
    StringBuilder text = new StringBuilder();
    text.append(MarkdownReport.headline(report).replace("**", "")).append("\n\n");
    text.append(targets(report)).append('\n');
    text.append(latencies(report)).append('\n');
    for (RunResult result : report.results()) {
      if (!result.success()) {
        text.append(result.benchmarkName())
            .append(" failed: ")
            .append(result.errorMessage())
            .append('\n');
      }
      if (result.profile() != null) {
        text.append(profile(result, result.profile()));
      }
    }
    findings(report, text);
    return text.toString();
  }

  private static String targets(DayReport report) {
    TextTable table =
        new TextTable("target", "measured", "judged on", "limit", "headroom", "verdict");
    for (TargetResult result : report.targets()) {
      table.row(
          result.target().name(),
          Numbers.plain(result.measured()),
          Numbers.plain(result.bound()),
          result.target().direction().sign()
              + " "
              + Numbers.limit(result.target().value())
              + " "
              + result.target().unit(),
          MarkdownReport.headroom(result.headroom()),
          result.verdict().toString());
    }
    return table.plain("lrrrrl");
  }

  private static String latencies(DayReport report) {
    String unit = rateUnit(report);
    TextTable table =
        new TextTable(
            "series",
            "n",
            "mean ms",
            "95 % interval",
            "p95",
            "p99",
            unit.isEmpty() ? "throughput" : unit,
            "peak MB");
    for (RunResult result : report.results()) {
      for (Series series : result.series()) {
        SampleSummary summary = series.summary();
        if (summary == null) {
          continue;
        }
        table.row(
            series.name(),
            Integer.toString(summary.n()),
            Numbers.plain(summary.mean()),
            Numbers.interval(summary.meanInterval()),
            percentile(summary.p95()),
            percentile(summary.p99()),
            Numbers.plain(series.throughput())
                + (unit.isEmpty() ? " " + result.throughputUnit() : ""),
            series.primary() ? Numbers.plain(result.peakMemoryMb()) : "");
      }
    }
    return table.plain("lrrrrrrr") + "? = too few samples for 99 % confidence\n";
  }

  /** What all throughputs are given in; empty if they differ. */
  private static String rateUnit(DayReport report) {
    List<String> units =
        report.results().stream().map(RunResult::throughputUnit).distinct().toList();
    return units.size() == 1 ? units.getFirst() : "";
  }

  private static String percentile(Percentile percentile) {
    return Numbers.plain(percentile.value()) + (percentile.established() ? " " : "?");
  }

  private static String profile(RunResult result, ProfileResult profile) {
    StringBuilder text = new StringBuilder();
    text.append("where ")
        .append(result.benchmarkName())
        .append(" spends its time (")
        .append(profile.samples())
        .append(" samples)\n");
    TextTable components = new TextTable("component", "", "share");
    profile.components().stream()
        .filter(component -> component.share() >= 0.005)
        .forEach(
            component ->
                components.row(
                    component.component(),
                    Charts.bar(component.share(), BAR),
                    Numbers.percent(component.share())));
    text.append(components.plain("llr"));
    text.append(
        profile.functions().stream()
            .limit(FUNCTIONS)
            .map(
                function ->
                    "  "
                        + Numbers.percent(function.self())
                        + "  "
                        + ProfileSection.shortName(function.function()))
            .collect(Collectors.joining("\n", "top functions by self time\n", "\n")));
    text.append(bottlenecks(profile)).append("\n\n");
    return text.toString();
  }

  private static String bottlenecks(ProfileResult profile) {
    if (!profile.bottlenecks().isEmpty()) {
      return profile.bottlenecks().stream()
          .map(b -> ProfileSection.shortName(b.name()) + " " + Numbers.percent(b.share()))
          .collect(Collectors.joining(", ", "over the limits: ", ""));
    }
    return profile.enoughSamples()
        ? "no function over 25 %, no component over 35 %"
        : "not enough samples to say that there is no bottleneck";
  }

  private static void findings(DayReport report, StringBuilder text) {
    List<String> grave =
        report.results().stream()
            .flatMap(
                result ->
                    result.findings().stream()
                        .filter(finding -> finding.severity() != Finding.Severity.NOTE)
                        .map(
                            finding ->
                                finding.severity()
                                    + " "
                                    + result.benchmarkName()
                                    + ": "
                                    + finding.text()))
            .toList();
    grave.forEach(line -> text.append(line).append('\n'));
  }
}
