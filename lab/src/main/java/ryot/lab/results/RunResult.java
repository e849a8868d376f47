package ryot.lab.results;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ryot.lab.plan.Counted;

/**
 * One run of one benchmark: the file under {@code metrics_json}. The first twenty fields are what
 * other tools read and keep their names; latencies are those of the primary series, in
 * milliseconds, and are null when the run failed. MB is 10^6 bytes.
 *
 * @param throughput over all iterations, prompts included
 * @param throughputUnit such as {@code tokens/s}
 * @param profilerUsed the sampler of the profile pass, {@code none} without one; the timings never
 *     come from that pass
 * @param counted what throughput counts
 */
@JsonPropertyOrder({
  "benchmark_name",
  "component",
  "timestamp",
  "duration_seconds",
  "iterations",
  "profiler_used",
  "min_ms",
  "max_ms",
  "mean_ms",
  "median_ms",
  "p95_ms",
  "p99_ms",
  "stddev_ms",
  "throughput",
  "throughput_unit",
  "peak_memory_mb",
  "avg_memory_mb",
  "cpu_utilization_pct",
  "success",
  "error_message"
})
public record RunResult(
    String benchmarkName,
    String component,
    String timestamp,
    double durationSeconds,
    int iterations,
    String profilerUsed,
    @Nullable Double minMs,
    @Nullable Double maxMs,
    @Nullable Double meanMs,
    @Nullable Double medianMs,
    @JsonProperty("p95_ms") @Nullable Double p95Ms,
    @JsonProperty("p99_ms") @Nullable Double p99Ms,
    @Nullable Double stddevMs,
    @Nullable Double throughput,
    String throughputUnit,
    @Nullable Double peakMemoryMb,
    @Nullable Double avgMemoryMb,
    @Nullable Double cpuUtilizationPct,
    boolean success,
    @Nullable String errorMessage,
    int schemaVersion,
    String question,
    long promptSeed,
    List<Series> series,
    @Nullable ProcessUsage process,
    EnvironmentReading environmentBefore,
    EnvironmentReading environmentDuring,
    @Nullable Subject subject,
    MachineFingerprint machine,
    ModelIdentity model,
    String revision,
    List<Finding> findings,
    @Nullable ProfileResult profile,
    Counted counted) {

  /** Version of the fields beyond the first twenty. */
  public static final int SCHEMA_VERSION = 2;

  public RunResult {
    // Files of version 1 do not say it.
    counted = Objects.requireNonNullElse(counted, Counted.TOKEN);
    series = List.copyOf(series);
    findings = List.copyOf(findings);
  }

  /** The series that the headline numbers come from; null when the run failed. */
  public @Nullable Series primary() {
    return series.stream().filter(Series::primary).findFirst().orElse(null);
  }

  /** Whether any finding is as grave as {@code severity}. */
  public boolean has(Finding.Severity severity) {
    return findings.stream().anyMatch(finding -> finding.severity() == severity);
  }

  /** This result with more findings. */
  public RunResult with(List<Finding> more) {
    List<Finding> all = new java.util.ArrayList<>(findings);
    all.addAll(more);
    return new RunResult(
        benchmarkName,
        component,
        timestamp,
        durationSeconds,
        iterations,
        profilerUsed,
        minMs,
        maxMs,
        meanMs,
        medianMs,
        p95Ms,
        p99Ms,
        stddevMs,
        throughput,
        throughputUnit,
        peakMemoryMb,
        avgMemoryMb,
        cpuUtilizationPct,
        success,
        errorMessage,
        schemaVersion,
        question,
        promptSeed,
        series,
        process,
        environmentBefore,
        environmentDuring,
        subject,
        machine,
        model,
        revision,
        all,
        profile,
        counted);
  }
}
