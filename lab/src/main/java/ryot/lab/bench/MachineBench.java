package ryot.lab.bench;

import java.util.ArrayList;
import java.util.List;
import ryot.engine.kernel.Ceilings;
import ryot.engine.kernel.WorkerTeam;
import ryot.lab.measure.MachineProbe;

/** Measures the machine itself: the most that any kernel can reach on it. */
public final class MachineBench {
  private static final long FIGURE_NANOS = 1_000_000_000;

  private MachineBench() {}

  /** The processor's name. */
  public static String cpu() {
    return MachineProbe.take().cpu();
  }

  /**
   * Readings of all loops there are, the fastest first, by each number of threads.
   *
   * @throws IllegalStateException if there are none on this JVM
   */
  public static List<CeilingReading> run(List<Integer> threads, BenchProgress progress)
      throws InterruptedException {
    List<Ceilings> all = Ceilings.all();
    if (all.isEmpty()) {
      throw new IllegalStateException(
          "no fast loops run here: start java with --add-modules jdk.incubator.vector");
    }
    List<CeilingReading> readings = new ArrayList<>();
    for (Ceilings loops : all) {
      for (int count : threads) {
        progress.preparing(
            "%s, %d %s".formatted(loops.description(), count, count == 1 ? "thread" : "threads"));
        try (WorkerTeam team = WorkerTeam.start(count)) {
          readings.add(new CeilingProbe(loops, team, FIGURE_NANOS).all());
        }
      }
    }
    return readings;
  }
}
