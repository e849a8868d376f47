package ryot.lab.measure;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import ryot.lab.results.EnvironmentReading;

/**
 * The machine's counters at a moment; two of them make an {@link EnvironmentReading}.
 *
 * @param ownSeconds CPU time of the processes that belong to the measurement
 */
record SystemSnapshot(
    long nanoTime,
    ProcFiles.@Nullable CpuTicks ticks,
    double ownSeconds,
    OptionalLong cpuPressure,
    OptionalLong ioPressure,
    OptionalLong memoryPressure) {

  /** Now, with the CPU time of {@code pids} as the measurement's own. */
  static SystemSnapshot take(ProcFiles proc, List<Long> pids) {
    return new SystemSnapshot(
        System.nanoTime(),
        proc.cpuTicks(),
        pids.stream().mapToDouble(pid -> proc.cpuSeconds(pid).orElse(0)).sum(),
        proc.pressureMicros("cpu"),
        proc.pressureMicros("io"),
        proc.pressureMicros("memory"));
  }

  /** What went on from {@code earlier} until this moment. */
  EnvironmentReading since(SystemSnapshot earlier) {
    double seconds = (nanoTime - earlier.nanoTime) / 1e9;
    Double other = null;
    Double steal = null;
    if (ticks != null && earlier.ticks != null && ticks.all() > earlier.ticks.all()) {
      double all = ticks.all() - earlier.ticks.all();
      double own = (ownSeconds - earlier.ownSeconds) * ProcFiles.TICKS_PER_SECOND;
      other = Math.max(0, 100 * (ticks.busy() - earlier.ticks.busy() - own) / all);
      steal = 100 * (ticks.steal() - earlier.ticks.steal()) / all;
    }
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return new EnvironmentReading(
        load < 0 ? null : (Double) load,
        other,
        steal,
        share(cpuPressure, earlier.cpuPressure, seconds),
        share(ioPressure, earlier.ioPressure, seconds),
        share(memoryPressure, earlier.memoryPressure, seconds));
  }

  private static @Nullable Double share(OptionalLong now, OptionalLong before, double seconds) {
    if (now.isEmpty() || before.isEmpty() || seconds <= 0) {
      return null;
    }
    return 100 * (now.getAsLong() - before.getAsLong()) / 1e6 / seconds;
  }
}
