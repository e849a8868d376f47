package ryot.lab.results;

import java.util.List;

/**
 * A whole day: the file under {@code daily_reports}, from which every report can be rebuilt.
 *
 * @param timestamp local date and time of the start, ISO
 * @param successful benchmarks that ran to their end
 * @param verdict the gravest of all targets'
 * @param targetsSource the file the targets came from
 */
public record DayReport(
    int day,
    String timestamp,
    int totalBenchmarks,
    int successful,
    int failed,
    List<RunResult> results,
    double durationSeconds,
    Verdict verdict,
    List<TargetResult> targets,
    String targetsSource,
    MachineFingerprint machine,
    ModelIdentity model,
    String revision,
    List<Finding> findings) {

  public DayReport {
    results = List.copyOf(results);
    targets = List.copyOf(targets);
    findings = List.copyOf(findings);
  }
}
