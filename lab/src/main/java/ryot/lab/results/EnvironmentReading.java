package ryot.lab.results;

import org.jspecify.annotations.Nullable;

/**
 * What else went on on the machine; null where the platform does not say.
 *
 * @param load1 load average of the last minute
 * @param otherCpuPct share of all cores used by other processes
 * @param stealPct share of all cores that the hypervisor gave to others
 * @param cpuPressurePct share of time in which some task waited for a core (PSI)
 * @param ioPressurePct the same for I/O
 * @param memoryPressurePct the same for memory
 */
public record EnvironmentReading(
    @Nullable Double load1,
    @Nullable Double otherCpuPct,
    @Nullable Double stealPct,
    @Nullable Double cpuPressurePct,
    @Nullable Double ioPressurePct,
    @Nullable Double memoryPressurePct) {

  /** Nothing is known. */
  public static final EnvironmentReading UNKNOWN =
      new EnvironmentReading(null, null, null, null, null, null);
}
