package ryot.lab.measure;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import ryot.lab.results.Finding;
import ryot.lab.results.Series;
import ryot.lab.results.Subject;

/** What a fork tells its parent. Nothing else goes over the pipe. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ForkMessage.Loaded.class, name = "loaded"),
  @JsonSubTypes.Type(value = ForkMessage.Progress.class, name = "progress"),
  @JsonSubTypes.Type(value = ForkMessage.Measuring.class, name = "measuring"),
  @JsonSubTypes.Type(value = ForkMessage.SeriesDone.class, name = "series"),
  @JsonSubTypes.Type(value = ForkMessage.Measured.class, name = "measured"),
  @JsonSubTypes.Type(value = ForkMessage.Profiled.class, name = "profiled"),
  @JsonSubTypes.Type(value = ForkMessage.Failed.class, name = "failed")
})
public sealed interface ForkMessage {

  /** The system is open. */
  record Loaded(Subject subject, double seconds) implements ForkMessage {}

  /**
   * An iteration is over.
   *
   * @param phase {@code warm-up}, {@code measure}, {@code profile} or {@code heap}
   * @param goal iterations expected in all, as far as is known
   * @param reading its latency, in milliseconds
   * @param rate its throughput, in the metric's unit
   */
  record Progress(String series, String phase, int done, int goal, double reading, double rate)
      implements ForkMessage {}

  /** The measured part of the primary series begins, or ends. */
  record Measuring(boolean begins) implements ForkMessage {}

  /** A series is complete, with all its samples. */
  record SeriesDone(Series series, List<Finding> findings) implements ForkMessage {

    public SeriesDone {
      findings = List.copyOf(findings);
    }
  }

  /** All series are; the fork waits for the end of its input. What it used in between. */
  record Measured(SelfUsage usage, List<String> jvmFlags) implements ForkMessage {

    public Measured {
      jvmFlags = List.copyOf(jvmFlags);
    }
  }

  /** The profile pass is over and its recordings are on disk. */
  record Profiled(ProfilePass profile) implements ForkMessage {}

  /** The fork gave up; not a crash, which says nothing. */
  record Failed(String message, String detail) implements ForkMessage {}

  /**
   * What the fork can say of itself over the measured part of the primary series.
   *
   * @param heapAfterGcBytes after a collection behind the last series
   */
  record SelfUsage(
      double cpuSeconds,
      double wallSeconds,
      int cores,
      long heapPeakBytes,
      long heapMeanBytes,
      long heapAfterGcBytes,
      long gcCount,
      double gcMillis,
      long allocatedBytes,
      long tokens,
      double clientLagP99Ms) {}

  /**
   * What a profile pass knows beside its recordings.
   *
   * @param sampler what sampled
   * @param samplerNote why it was not the first choice, or empty
   * @param cpuSeconds of the process under the sampler
   * @param tokens under the sampler
   * @param countedTokens while calls were counted
   * @param meanIterationMs under the sampler
   * @param heapAfterGcBytes after each iteration of the heap stage
   */
  record ProfilePass(
      String sampler,
      String samplerNote,
      double cpuSeconds,
      int iterations,
      long tokens,
      long countedTokens,
      double meanIterationMs,
      List<Long> heapAfterGcBytes) {

    public ProfilePass {
      heapAfterGcBytes = List.copyOf(heapAfterGcBytes);
    }
  }
}
