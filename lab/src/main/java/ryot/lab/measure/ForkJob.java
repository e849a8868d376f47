package ryot.lab.measure;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ryot.lab.plan.Experiment;
import ryot.lab.plan.Target;
import ryot.lab.workload.SystemSettings;

/**
 * What a fork is asked to do.
 *
 * @param seed of the prompts
 * @param targets latency targets that more iterations may decide
 * @param pass measuring, or profiling under {@code profileFiles}
 */
public record ForkJob(
    SystemSettings system,
    Experiment experiment,
    long seed,
    List<Target> targets,
    Pass pass,
    @Nullable ProfileFiles profileFiles) {

  public ForkJob {
    targets = List.copyOf(targets);
  }

  /** The two passes, which never share a fork. */
  public enum Pass {
    MEASURE,
    PROFILE
  }

  /**
   * Where the profile pass records.
   *
   * @param recording the JDK's recording
   * @param sampled async-profiler's recording, used when it samples
   * @param calls the JDK's recording of call counts
   * @param preferAsyncProfiler whether async-profiler samples even where the JDK could
   */
  public record ProfileFiles(
      String recording, String sampled, String calls, boolean preferAsyncProfiler) {}
}
