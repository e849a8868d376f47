package ryot.lab.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;

/**
 * A recording of the JVM it is started in: CPU samples, allocation samples, and old objects. Takes
 * the best {@link Sampler} that the platform has. Calls are counted by {@link CallCounting}, later
 * and apart, as counting changes the code that it counts.
 */
public final class ProfilingSession implements AutoCloseable {

  private static final String SAMPLING_PERIOD = "9ms";

  private final Recording recording;
  private final Sampler sampler;
  private final String note;
  private @Nullable AsyncSampler async;
  private boolean stopped;

  private ProfilingSession(
      Recording recording, Sampler sampler, String note, @Nullable AsyncSampler async) {
    this.recording = recording;
    this.sampler = sampler;
    this.note = note;
    this.async = async;
  }

  /**
   * Starts recording.
   *
   * @param jdkFile the JDK's recording
   * @param asyncFile async-profiler's, written only when it samples
   * @param preferAsync whether async-profiler samples even where the JDK could
   */
  public static ProfilingSession start(Path jdkFile, Path asyncFile, boolean preferAsync)
      throws IOException {
    Sampler sampler = Sampler.CPU_TIME;
    String note = "";
    AsyncSampler async = null;
    if (preferAsync || !hasEvent("jdk.CPUTimeSample") || !linux()) {
      try {
        async = AsyncSampler.start(asyncFile, linux() ? "ctimer" : "itimer");
        sampler = Sampler.ASYNC_PROFILER;
        note = preferAsync ? "" : "this JVM has no CPU-time sampling";
      } catch (IOException e) {
        sampler = Sampler.EXECUTION;
        note = "neither CPU-time sampling nor async-profiler: " + e.getMessage();
      }
    }
    Recording recording = new Recording();
    recording.setName("ryot");
    recording.setDestination(jdkFile);
    configure(recording, sampler);
    recording.start();
    return new ProfilingSession(recording, sampler, note, async);
  }

  private static void configure(Recording recording, Sampler sampler) {
    switch (sampler) {
      case CPU_TIME ->
          recording.enable("jdk.CPUTimeSample").withStackTrace().with("throttle", SAMPLING_PERIOD);
      case EXECUTION -> {
        recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10)).withStackTrace();
        recording
            .enable("jdk.NativeMethodSample")
            .withPeriod(Duration.ofMillis(20))
            .withStackTrace();
      }
      case ASYNC_PROFILER -> {
        // It writes its own recording.
      }
    }
    if (sampler == Sampler.CPU_TIME) {
      recording.enable("jdk.CPUTimeSamplesLost");
    }
    recording.enable("jdk.ObjectAllocationSample").withStackTrace().with("throttle", "150/s");
    recording.enable("jdk.OldObjectSample").withStackTrace().with("cutoff", "10 s");
    recording.enable(StageMark.class);
    recording.enable("jdk.GCHeapSummary");
    recording.enable("jdk.GarbageCollection");
  }

  /** The moments that a reader of the recording needs. */
  public enum Stage {
    /** The first iteration under the sampler begins. */
    SAMPLING,
    /** The last has ended. */
    SAMPLED,
    /** An iteration of the heap stage begins. */
    HEAP_ITERATION,
    /** The last has ended. */
    HEAP_DONE
  }

  /** Marks a moment in the recording. */
  public void mark(Stage stage) {
    new StageMark(stage.name()).commit();
  }

  /** What samples. */
  public Sampler sampler() {
    return sampler;
  }

  /** Why it is not the first choice; empty when it is. */
  public String note() {
    return note;
  }

  /** Ends the recordings and writes them out. */
  public void stop() throws IOException {
    if (stopped) {
      return;
    }
    stopped = true;
    if (async != null) {
      async.stop();
      async = null;
    }
    recording.stop();
    recording.close();
  }

  @Override
  public void close() throws IOException {
    stop();
  }

  private static boolean hasEvent(String name) {
    return FlightRecorder.getFlightRecorder().getEventTypes().stream()
        .map(EventType::getName)
        .anyMatch(name::equals);
  }

  private static boolean linux() {
    return System.getProperty("os.name").startsWith("Linux");
  }
}
