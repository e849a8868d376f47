package ryot.lab.results;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ryot.lab.statistics.Interval;

/**
 * What a profile pass saw.
 *
 * @param sampler such as {@code jdk.CPUTimeSample}
 * @param samples with a stack
 * @param lostSamples that the sampler had to drop
 * @param biasedPct samples whose stack was taken at a safepoint, in percent of all
 * @param cpuSeconds CPU time of the process under the sampler; all shares are of this
 * @param tokens generated under the sampler, or whatever the run counts
 * @param slowdownPct time per iteration against the measured fork, in percent; null when unknown
 * @param allocatedBytesPerToken exact, of one that the run counts, from the measured fork
 * @param bottlenecks empty with enough samples means that there are none
 * @param enoughSamples whether {@code samples} are enough for that statement
 */
public record ProfileResult(
    String sampler,
    int samples,
    long lostSamples,
    double biasedPct,
    double cpuSeconds,
    int iterations,
    long tokens,
    double seconds,
    @Nullable Double slowdownPct,
    List<FunctionShare> functions,
    List<ComponentShare> components,
    List<Bottleneck> bottlenecks,
    boolean enoughSamples,
    List<MethodCount> methodCounts,
    double allocatedBytesPerToken,
    List<AllocationSite> allocationSites,
    HeapTrail heap,
    List<String> files,
    List<String> notes) {

  /** Samples that a statement about missing bottlenecks needs: shares within 5 points at 95 %. */
  public static final int SAMPLES_NEEDED = 400;

  public ProfileResult {
    functions = List.copyOf(functions);
    components = List.copyOf(components);
    bottlenecks = List.copyOf(bottlenecks);
    methodCounts = List.copyOf(methodCounts);
    allocationSites = List.copyOf(allocationSites);
    files = List.copyOf(files);
    notes = List.copyOf(notes);
  }

  /**
   * A function's share of CPU time, in [0, 1].
   *
   * @param self with it as the running function; intrinsics of the Vector API count for the
   *     function that uses them
   * @param total with it anywhere on the stack
   */
  public record FunctionShare(
      String function, String component, double self, Interval selfInterval, double total) {}

  /** A component's share of CPU time, in [0, 1]; all together make 1. */
  public record ComponentShare(
      String component, String what, double share, Interval interval, int samples) {}

  /**
   * Where the time goes by more than the limit.
   *
   * @param kind {@code function} or {@code component}
   * @param certain whether the interval's lower end too is above the limit
   */
  public record Bottleneck(
      String kind,
      String name,
      double share,
      Interval interval,
      double limit,
      boolean certain,
      String what) {}

  /** Exact calls of a method over some iterations in which nothing else was measured. */
  public record MethodCount(
      String method, long calls, double callsPerToken, double averageMicros) {}

  /** Estimated share of allocated bytes at one place, in [0, 1]. */
  public record AllocationSite(String site, String type, double share) {}

  /**
   * Heap in use after a collection behind each of some iterations.
   *
   * @param afterGcMb one value per iteration
   * @param growthBytesPerIteration slope through them
   * @param verdict {@code QUIET}, {@code SUSPECT} or {@code LEAK}
   * @param oldObjectSites allocation sites of objects of these iterations that are still alive
   */
  public record HeapTrail(
      List<Double> afterGcMb,
      double growthBytesPerIteration,
      Interval growthInterval,
      LeakVerdict verdict,
      String reason,
      List<String> oldObjectSites) {

    public HeapTrail {
      afterGcMb = List.copyOf(afterGcMb);
      oldObjectSites = List.copyOf(oldObjectSites);
    }
  }

  /** What the heap says about accumulation. */
  public enum LeakVerdict {
    QUIET,
    SUSPECT,
    LEAK,
    UNKNOWN
  }
}
