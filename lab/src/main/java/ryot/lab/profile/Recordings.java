package ryot.lab.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedObject;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/** What is in a recording, as far as the lab asks. */
final class Recordings {

  private static final long TICK_NANOS = 10_000_000;

  private final List<Sample> samples = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();
  private final Map<String, MethodTiming> timings = new LinkedHashMap<>();
  private final List<Allocation> allocations = new ArrayList<>();
  private final List<OldObject> oldObjects = new ArrayList<>();
  private final List<Lost> losses = new ArrayList<>();

  /** A stack sample and when it was taken; {@code biased} if at a safepoint. */
  record Sample(Instant time, Stack stack, boolean biased) {}

  /** Dropped samples. */
  private record Lost(Instant time, long samples) {}

  /** A moment that the pass marked. */
  record Mark(Instant time, String stage) {}

  /** Exact calls of a method. */
  record MethodTiming(long calls, double averageMicros) {}

  /** Sampled allocation, standing for {@code weight} bytes. */
  record Allocation(Instant time, String site, String type, long weight) {}

  /** An object that was still alive at the end. */
  record OldObject(Instant allocated, String site, String type) {}

  private Recordings() {}

  /** Reads a recording whose stack samples are those of {@code sampler}. */
  static Recordings read(Path file, Sampler sampler) throws IOException {
    Recordings found = new Recordings();
    try (RecordingFile recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        found.accept(recording.readEvent(), sampler);
      }
    }
    return found;
  }

  /** Stack samples taken in {@code [begin, end)}. */
  List<Sample> samples(Instant begin, Instant end) {
    return samples.stream().filter(sample -> inside(sample.time(), begin, end)).toList();
  }

  /** Allocations sampled in {@code [begin, end)}. */
  List<Allocation> allocations(Instant begin, Instant end) {
    return allocations.stream()
        .filter(allocation -> inside(allocation.time(), begin, end))
        .toList();
  }

  /** When the pass reached {@code stage}, each time. */
  List<Instant> marks(ProfilingSession.Stage stage) {
    return marks.stream()
        .filter(mark -> mark.stage().equals(stage.name()))
        .map(Mark::time)
        .sorted()
        .toList();
  }

  Map<String, MethodTiming> timings() {
    return timings;
  }

  List<OldObject> oldObjects() {
    return oldObjects;
  }

  /** Samples that the sampler had to drop in {@code [begin, end)}. */
  long lost(Instant begin, Instant end) {
    return losses.stream()
        .filter(loss -> inside(loss.time(), begin, end))
        .mapToLong(Lost::samples)
        .sum();
  }

  private static boolean inside(Instant time, Instant begin, Instant end) {
    return !time.isBefore(begin) && time.isBefore(end);
  }

  private void accept(RecordedEvent event, Sampler sampler) {
    Instant time = event.getStartTime();
    switch (event.getEventType().getName()) {
      case "jdk.CPUTimeSample" -> {
        if (sampler == Sampler.CPU_TIME) {
          Stack stack =
              new Stack(
                  frames(event.getStackTrace()), event.getDuration("samplingPeriod").toNanos());
          samples.add(new Sample(time, stack, event.getBoolean("biased")));
        }
      }
      case "jdk.CPUTimeSamplesLost" -> losses.add(new Lost(time, event.getInt("lostSamples")));
      case "jdk.ExecutionSample", "jdk.NativeMethodSample" -> {
        if (sampler != Sampler.CPU_TIME) {
          Stack stack = new Stack(frames(event.getStackTrace()), TICK_NANOS);
          samples.add(new Sample(time, stack, false));
        }
      }
      case StageMark.NAME -> marks.add(new Mark(time, event.getString("stage")));
      case "jdk.MethodTiming" -> timing(event);
      case "jdk.ObjectAllocationSample" ->
          allocations.add(
              new Allocation(
                  time,
                  site(event.getStackTrace()),
                  typeName(event.getClass("objectClass")),
                  event.getLong("weight")));
      case "jdk.OldObjectSample" -> {
        RecordedObject object = event.getValue("object");
        oldObjects.add(
            new OldObject(
                event.getInstant("allocationTime"),
                site(event.getStackTrace()),
                object == null ? "?" : typeName(object.getValue("type"))));
      }
      default -> {
        // Everything else is for readers of the raw file.
      }
    }
  }

  private void timing(RecordedEvent event) {
    RecordedMethod method = event.getValue("method");
    String name = method.getType().getName() + "." + method.getName();
    long calls = event.getLong("invocations");
    MethodTiming before = timings.get(name);
    if (calls > 0 && (before == null || before.calls() < calls)) {
      timings.put(name, new MethodTiming(calls, event.getDuration("average").toNanos() / 1e3));
    }
  }

  private static List<Frame> frames(@Nullable RecordedStackTrace trace) {
    return trace == null ? List.of() : trace.getFrames().stream().map(Recordings::frame).toList();
  }

  private static Frame frame(RecordedFrame frame) {
    RecordedMethod method = frame.getMethod();
    if (method == null) {
      return new Frame("", "?");
    }
    RecordedClass type = method.getType();
    return new Frame(frame.isJavaFrame() && type != null ? type.getName() : "", method.getName());
  }

  /** The first frame of ours, or the leaf. */
  private static String site(@Nullable RecordedStackTrace trace) {
    List<Frame> frames = frames(trace);
    return frames.stream()
        .filter(frame -> frame.className().startsWith("ryot."))
        .findFirst()
        .or(() -> frames.stream().findFirst())
        .map(Frame::name)
        .orElse("?");
  }

  private static String typeName(@Nullable RecordedClass type) {
    return type == null ? "?" : type.getName();
  }
}
