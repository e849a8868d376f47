package ryot.lab.report;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import ryot.lab.results.ProfileResult;
import ryot.lab.results.ProfileResult.AllocationSite;
import ryot.lab.results.ProfileResult.Bottleneck;
import ryot.lab.results.ProfileResult.ComponentShare;
import ryot.lab.results.ProfileResult.FunctionShare;
import ryot.lab.results.ProfileResult.MethodCount;
import ryot.lab.results.RunResult;

/** The section of one benchmark's profile. */
final class ProfileSection {

  private static final int BAR = 20;

  private final RunResult result;
  private final StringBuilder text = new StringBuilder();

  private ProfileSection(RunResult result) {
    this.result = result;
  }

  static String render(RunResult result) {
    return new ProfileSection(result).render();
  }

  private String render() {
    ProfileResult profile = result.profile();
    line("");
    line("## Profile of " + result.benchmarkName());
    line("");
    if (profile == null) {
      line("There is none; the timings above do not depend on it.");
      return text.toString();
    }
    line(
        String.format(
            Locale.ROOT,
            "A fork of its own, never the measured one: %s, %d samples (%d lost, %.0f %% taken at a"
                + " safepoint) of %.1f s of CPU time over %d iterations and %d %ss.%s",
            profile.sampler(),
            profile.samples(),
            profile.lostSamples(),
            profile.biasedPct(),
            profile.cpuSeconds(),
            profile.iterations(),
            profile.tokens(),
            counted(),
            slowdown(profile.slowdownPct())));
    profile.notes().forEach(note -> line("\n> " + note));
    bottlenecks(profile);
    components(profile);
    functions(profile);
    counts(profile);
    memory(profile);
    line("");
    line("Files: " + String.join(", ", profile.files().stream().map(f -> "`" + f + "`").toList()));
    return text.toString();
  }

  private static String slowdown(@Nullable Double percent) {
    return percent == null
        ? ""
        : String.format(
            Locale.ROOT,
            " An iteration took %.1f %% %s than in the measured fork.",
            Math.abs(percent),
            percent < 0 ? "less time" : "more time");
  }

  private void bottlenecks(ProfileResult profile) {
    heading("Bottlenecks: functions over 25 % self time, components over 35 %");
    if (profile.bottlenecks().isEmpty()) {
      line(
          profile.enoughSamples()
              ? "None found."
              : "None seen, but "
                  + profile.samples()
                  + " samples are not enough to say that there is none ("
                  + ProfileResult.SAMPLES_NEEDED
                  + " are).");
      return;
    }
    for (Bottleneck bottleneck : profile.bottlenecks()) {
      line(
          "- "
              + bottleneck.kind()
              + " **"
              + shortName(bottleneck.name())
              + "**: "
              + Numbers.percent(bottleneck.share())
              + " ("
              + Numbers.percents(bottleneck.interval())
              + ")"
              + (bottleneck.certain() ? "" : ", which the interval does not place above the limit")
              + ". "
              + bottleneck.what());
    }
    if (!profile.enoughSamples()) {
      line("");
      line(profile.samples() + " samples are few; there may be others.");
    }
  }

  private void components(ProfileResult profile) {
    heading("Components");
    TextTable table = new TextTable("Component", "Share", "95 % interval", "");
    for (ComponentShare component : profile.components()) {
      table.row(
          component.component(),
          Numbers.percent(component.share()),
          Numbers.percents(component.interval()),
          Charts.bar(component.share(), BAR));
    }
    text.append(table.markdown("lrrl"));
  }

  private void functions(ProfileResult profile) {
    heading("Functions by self time");
    TextTable table = new TextTable("Function", "Component", "Self", "95 % interval", "Total");
    for (FunctionShare function : profile.functions()) {
      table.row(
          "`" + shortName(function.function()) + "`",
          function.component(),
          Numbers.percent(function.self()),
          Numbers.percents(function.selfInterval()),
          Numbers.percent(function.total()));
    }
    text.append(table.markdown("llrrr"));
  }

  private void counts(ProfileResult profile) {
    if (profile.methodCounts().isEmpty()) {
      return;
    }
    heading("Exact calls at the boundaries between components");
    TextTable table = new TextTable("Method", "Calls", "Per " + counted(), "Mean time");
    for (MethodCount count : profile.methodCounts()) {
      table.row(
          "`" + shortName(count.method()) + "`",
          String.format(Locale.ROOT, "%,d", count.calls()),
          Numbers.plain(count.callsPerToken()),
          Numbers.plain(count.averageMicros()) + " µs");
    }
    text.append(table.markdown("lrrr"));
  }

  private void memory(ProfileResult profile) {
    heading("Memory");
    line(
        "Allocated per "
            + counted()
            + " in the measured fork: "
            + Numbers.bytes(profile.allocatedBytesPerToken())
            + ".");
    if (!profile.allocationSites().isEmpty()) {
      line("");
      TextTable table = new TextTable("Allocated at", "Type", "Share of bytes (sampled)");
      for (AllocationSite site : profile.allocationSites()) {
        table.row(
            "`" + shortName(site.site()) + "`",
            "`" + site.type().substring(site.type().lastIndexOf('.') + 1) + "`",
            Numbers.percent(site.share()));
      }
      text.append(table.markdown("llr"));
    }
    ProfileResult.HeapTrail heap = profile.heap();
    List<Double> trail = heap.afterGcMb();
    line("");
    line(
        "Heap after a collection behind each of "
            + trail.size()
            + " iterations: **"
            + heap.verdict()
            + "**, "
            + heap.reason()
            + ".");
    if (!trail.isEmpty()) {
      line("");
      line("```text");
      line(
          Numbers.plain(trail.getFirst())
              + " MB "
              + Charts.sparkline(trail, trail.size())
              + " "
              + Numbers.plain(trail.getLast())
              + " MB, "
              + String.format(Locale.ROOT, "%+.0f B", heap.growthBytesPerIteration())
              + " per iteration");
      line("```");
    }
    heap.oldObjectSites().forEach(site -> line("- still alive: `" + site + "`"));
  }

  private String counted() {
    return result.counted().word();
  }

  /** Class and method without the packages. */
  static String shortName(String name) {
    int method = name.lastIndexOf('.');
    int type = method < 0 ? -1 : name.lastIndexOf('.', method - 1);
    return name.substring(type + 1);
  }

  private void heading(String title) {
    line("");
    line("### " + title);
    line("");
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
