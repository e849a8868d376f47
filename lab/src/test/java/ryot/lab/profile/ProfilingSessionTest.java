package ryot.lab.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ryot.lab.results.ProfileResult;
import ryot.lab.results.ProfileResult.LeakVerdict;

/** Real recordings of this JVM, a second of CPU time each. */
class ProfilingSessionTest {

  private static final List<byte[]> KEPT = new ArrayList<>();
  private static final long CPU_NANOS = 900_000_000;

  @TempDir Path folder;

  private volatile double sink;

  @Test
  void theJdksRecordingShowsWhoWorkedAndCountsCallsExactly() throws IOException {
    assumeTrue(
        System.getProperty("os.name").startsWith("Linux"),
        "CPU-time sampling is there on Linux only");
    ProfileResult result = profile(false);
    assertThat(result.sampler()).isEqualTo("jdk.CPUTimeSample");
    assertThat(result.functions().getFirst().function()).endsWith("ProfilingSessionTest.spin");
    assertThat(result.functions().getFirst().self()).isGreaterThan(0.4);
    assertThat(result.methodCounts())
        .filteredOn(count -> count.method().endsWith("ProfilingSessionTest.counted"))
        .singleElement()
        .satisfies(count -> assertThat(count.calls()).isEqualTo(1_234));
    assertThat(result.components().stream().mapToDouble(ProfileResult.ComponentShare::share).sum())
        .isCloseTo(1, within(1e-9));
    assertThat(result.heap().verdict()).isEqualTo(LeakVerdict.LEAK);
    assertThat(result.heap().oldObjectSites())
        .anyMatch(site -> site.contains("ProfilingSessionTest.keep"));
    assertThat(result.allocationSites()).isNotEmpty();
  }

  @Test
  void asyncProfilerShowsTheSameWork() throws IOException {
    ProfileResult result = profile(true);
    assumeTrue(
        result.sampler().startsWith("async-profiler"), "async-profiler is not to be had here");
    assertThat(result.functions().getFirst().function()).endsWith("ProfilingSessionTest.spin");
  }

  private ProfileResult profile(boolean preferAsync) throws IOException {
    Path jdkFile = folder.resolve("jdk.jfr");
    Path asyncFile = folder.resolve("async.jfr");
    KEPT.clear();
    List<Long> heaps = new ArrayList<>();
    try (ProfilingSession session = ProfilingSession.start(jdkFile, asyncFile, preferAsync)) {
      session.mark(ProfilingSession.Stage.SAMPLING);
      spin();
      keep();
      KEPT.clear();
      session.mark(ProfilingSession.Stage.SAMPLED);
      for (int i = 0; i < 10; i++) {
        session.mark(ProfilingSession.Stage.HEAP_ITERATION);
        keep();
        System.gc();
        heaps.add(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
      }
      session.mark(ProfilingSession.Stage.HEAP_DONE);
      session.stop();
      Path callsFile = countCalls();
      Path sampled = session.sampler() == Sampler.ASYNC_PROFILER ? asyncFile : jdkFile;
      ProfileResult result =
          new ProfileReader(ComponentMap.shipped())
              .read(
                  new ProfileReader.Pass(
                      jdkFile,
                      sampled,
                      callsFile,
                      session.sampler(),
                      session.note(),
                      CPU_NANOS / 1e9,
                      1,
                      100,
                      100,
                      1_000,
                      null,
                      heaps),
                  "test",
                  folder.resolve("c.collapsed"),
                  folder.resolve("f.html"),
                  List.of());
      assertThat(Files.readString(folder.resolve("c.collapsed"))).contains("spin");
      assertThat(Files.readString(folder.resolve("f.html"))).contains("<html").contains("spin");
      return result;
    } finally {
      KEPT.clear();
    }
  }

  private void spin() {
    var threads = ManagementFactory.getThreadMXBean();
    long end = threads.getCurrentThreadCpuTime() + CPU_NANOS;
    while (threads.getCurrentThreadCpuTime() < end) {
      double sum = sink;
      for (int i = 1; i < 100_000; i++) {
        sum += 1.0 / i;
      }
      sink = sum;
    }
  }

  private Path countCalls() throws IOException {
    Path file = folder.resolve("calls.jfr");
    try (CallCounting _ =
        CallCounting.start(file, ProfilingSessionTest.class.getName() + "::counted")) {
      for (int i = 0; i < 1_234; i++) {
        counted(i);
      }
    }
    return file;
  }

  private void counted(int value) {
    sink = value;
  }

  private static void keep() {
    for (int i = 0; i < 300; i++) {
      KEPT.add(new byte[10_000]);
    }
  }
}
