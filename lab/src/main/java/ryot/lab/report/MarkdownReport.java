package ryot.lab.report;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import ryot.lab.results.DayReport;
import ryot.lab.results.Finding;
import ryot.lab.results.RunResult;
import ryot.lab.results.Series;
import ryot.lab.results.TargetResult;
import ryot.lab.results.Verdict;

/** The summary of a day that a person reads, as Markdown. */
public final class MarkdownReport {

  private final DayReport report;
  private final StringBuilder text = new StringBuilder();

  private MarkdownReport(DayReport report) {
    this.report = report;
  }

  /** The whole summary. */
  public static String render(DayReport report) {
    return new MarkdownReport(report).render();
  }

  private String render() {
    line("# Phase 18F-3, day " + report.day() + ": results");
    line("");
    line(headline(report));
    line("");
    line(
        SetupSection.model(report)
            + " **"
            + report.model().name()
            + "**, "
            + report.machine().cores()
            + " cores of "
            + report.machine().cpu()
            + ", "
            + report.timestamp()
            + ", "
            + Numbers.seconds(report.durationSeconds())
            + ".");
    targets();
    for (RunResult result : report.results()) {
      text.append(BenchmarkSection.render(result));
    }
    for (RunResult result : report.results()) {
      text.append(ProfileSection.render(result));
    }
    dataQuality();
    text.append(SetupSection.render(report));
    return text.toString();
  }

  /** One sentence with the verdict and how many targets were met. */
  static String headline(DayReport report) {
    long met = report.targets().stream().filter(target -> target.verdict() == Verdict.PASS).count();
    String benchmarks =
        report.failed() == 0
            ? report.successful() + " of " + report.totalBenchmarks() + " benchmarks ran"
            : report.failed() + " of " + report.totalBenchmarks() + " benchmarks FAILED TO RUN";
    return "**"
        + report.verdict()
        + "**: "
        + met
        + " of "
        + report.targets().size()
        + " targets met, "
        + benchmarks
        + ".";
  }

  private void targets() {
    heading("Targets");
    TextTable table =
        new TextTable("Target", "Measured", "Judged on", "Limit", "Headroom", "Verdict", "Why");
    for (TargetResult result : report.targets()) {
      String unit = " " + result.target().unit();
      table.row(
          result.target().name(),
          result.measured() == null ? Numbers.MISSING : Numbers.plain(result.measured()) + unit,
          result.bound() == null ? Numbers.MISSING : Numbers.plain(result.bound()) + unit,
          result.target().direction().sign() + " " + Numbers.limit(result.target().value()) + unit,
          headroom(result.headroom()),
          "**" + result.verdict() + "**",
          result.reason());
    }
    text.append(table.markdown("lrrrrll"));
    line("");
    line(
        "Limits from "
            + report.targetsSource()
            + ". A verdict is passed on the bound in the third column, never on the estimate:"
            + " PASS and FAIL need the samples to say so, UNDECIDED means that they do not,"
            + " INVALID that the measurement is not to be believed.");
  }

  static String headroom(@Nullable Double share) {
    return share == null ? Numbers.MISSING : String.format(Locale.ROOT, "%+.0f %%", 100 * share);
  }

  private void dataQuality() {
    heading("Data quality");
    boolean any = false;
    for (RunResult result : report.results()) {
      for (Finding finding : result.findings()) {
        line("- **" + finding.severity() + "** " + result.benchmarkName() + ": " + finding.text());
        any = true;
      }
    }
    for (Finding finding : report.findings()) {
      line("- **" + finding.severity() + "** " + finding.text());
      any = true;
    }
    if (!any) {
      line("Nothing speaks against these numbers.");
    }
    line("");
    TextTable table =
        new TextTable(
            "Series", "Warm-up", "Settled", "Spread", "Lag-1 correlation", "Drift", "Ended by");
    for (RunResult result : report.results()) {
      for (Series series : result.series()) {
        table.row(
            series.name(),
            series.warmUp().iterations() + " in " + Numbers.seconds(series.warmUp().seconds()),
            series.warmUp().settled() ? "yes" : "no",
            Numbers.percent(series.warmUp().spread()),
            series.summary() == null
                ? Numbers.MISSING
                : String.format(Locale.ROOT, "%+.2f", series.summary().lag1()),
            series.summary() == null
                ? Numbers.MISSING
                : String.format(
                    Locale.ROOT, "%+.1f %%", 100 * series.summary().trend().relativeChange()),
            series.stopReason());
      }
    }
    text.append(table.markdown("lrlrrrl"));
    environment();
  }

  private void environment() {
    line("");
    TextTable table =
        new TextTable(
            "Machine", "Other processes", "Stolen", "CPU pressure", "I/O pressure", "Load (1 min)");
    for (RunResult result : report.results()) {
      for (var when :
          List.of(
              java.util.Map.entry("before ", result.environmentBefore()),
              java.util.Map.entry("during ", result.environmentDuring()))) {
        table.row(
            when.getKey() + result.benchmarkName(),
            Numbers.pct(when.getValue().otherCpuPct()),
            Numbers.pct(when.getValue().stealPct()),
            Numbers.pct(when.getValue().cpuPressurePct()),
            Numbers.pct(when.getValue().ioPressurePct()),
            Numbers.plain(when.getValue().load1()));
      }
    }
    text.append(table.markdown("lrrrrr"));
    line("");
    line("CPU pressure while measuring is mostly the benchmark's own threads waiting for a core.");
  }

  private void heading(String title) {
    line("");
    line("## " + title);
    line("");
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
