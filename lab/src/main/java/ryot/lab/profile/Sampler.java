package ryot.lab.profile;

/** What takes stack samples, from best to last resort. */
public enum Sampler {
  /** The JDK's CPU-time sampler (JEP 509), Linux only: weighted by the CPU time of each sample. */
  CPU_TIME("jdk.CPUTimeSample"),
  /** async-profiler on per-thread CPU timers: native and JVM frames too. */
  ASYNC_PROFILER("async-profiler ctimer"),
  /** The JDK's old sampler: sees no native code and no CPU time. */
  EXECUTION("jdk.ExecutionSample");

  private final String title;

  Sampler(String title) {
    this.title = title;
  }

  /** As reports name it. */
  public String title() {
    return title;
  }

  /** The sampler that reports call {@code title}. */
  public static Sampler titled(String title) {
    for (Sampler sampler : values()) {
      if (sampler.title.equals(title)) {
        return sampler;
      }
    }
    throw new IllegalArgumentException("no sampler is called " + title);
  }
}
