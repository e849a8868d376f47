package ryot.lab.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import ryot.lab.results.EnvironmentReading;
import ryot.lab.results.Finding;

/** Says whether the machine was quiet enough for what was measured to be its own speed. */
public final class EnvironmentGuard {

  private static final long LOOK_MILLIS = 1_500;
  private static final double OTHER_CPU_LIMIT_PCT = 10;
  private static final double STEAL_LIMIT_PCT = 2;
  private static final double IO_LIMIT_PCT = 20;
  private static final double MEMORY_LIMIT_PCT = 5;

  private EnvironmentGuard() {}

  /** Watches the machine for a moment, before anything of ours runs. */
  public static EnvironmentReading look() throws InterruptedException {
    List<Long> self = List.of(ProcessHandle.current().pid());
    SystemSnapshot before = SystemSnapshot.take(ProcFiles.SYSTEM, self);
    Thread.sleep(LOOK_MILLIS);
    return SystemSnapshot.take(ProcFiles.SYSTEM, self).since(before);
  }

  /**
   * What disturbs.
   *
   * @param when {@code before} or {@code during}, for the text
   */
  public static List<Finding> judge(EnvironmentReading reading, String when) {
    List<Finding> findings = new ArrayList<>();
    add(
        findings,
        reading.otherCpuPct(),
        OTHER_CPU_LIMIT_PCT,
        when,
        "other processes used %.0f %% of all cores");
    add(
        findings,
        reading.stealPct(),
        STEAL_LIMIT_PCT,
        when,
        "the hypervisor gave %.1f %% of the cores away");
    add(
        findings,
        reading.ioPressurePct(),
        IO_LIMIT_PCT,
        when,
        "tasks waited for I/O %.0f %% of the time");
    add(
        findings,
        reading.memoryPressurePct(),
        MEMORY_LIMIT_PCT,
        when,
        "tasks waited for memory %.0f %% of the time");
    return findings;
  }

  private static void add(
      List<Finding> findings, @Nullable Double value, double limit, String when, String text) {
    if (value != null && value > limit) {
      findings.add(
          Finding.noisy(
              when
                  + " measuring, "
                  + String.format(Locale.ROOT, text, value)
                  + String.format(Locale.ROOT, " (limit %.0f %%)", limit)));
    }
  }
}
