package ryot.lab.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import ryot.lab.results.ProfileResult;
import ryot.lab.results.ProfileResult.AllocationSite;
import ryot.lab.results.ProfileResult.MethodCount;

/** Makes a {@link ProfileResult} of what a profile pass recorded. */
public final class ProfileReader {

  private static final int FUNCTIONS = 15;
  private static final int ALLOCATION_SITES = 8;
  private static final double SLOWDOWN_LIMIT_PCT = 10;

  private final ComponentMap map;

  public ProfileReader(ComponentMap map) {
    this.map = map;
  }

  /**
   * The frame of a pass.
   *
   * @param jdkFile the JDK's recording
   * @param sampledFile the recording with the stack samples, often the same
   * @param callsFile the recording with the call counts
   * @param countedTokens generated while calls were counted
   * @param allocatedBytesPerToken in the measured fork
   * @param slowdownPct against the measured fork, or null
   */
  public record Pass(
      Path jdkFile,
      Path sampledFile,
      Path callsFile,
      Sampler sampler,
      String samplerNote,
      double cpuSeconds,
      int iterations,
      long tokens,
      long countedTokens,
      double allocatedBytesPerToken,
      @Nullable Double slowdownPct,
      List<Long> heapAfterGcBytes) {

    public Pass {
      heapAfterGcBytes = List.copyOf(heapAfterGcBytes);
    }
  }

  /**
   * Reads the recordings, and writes collapsed stacks and a flame graph.
   *
   * @param title of the flame graph
   * @param files what the result names as its files
   */
  public ProfileResult read(
      Pass pass, String title, Path collapsedFile, Path flameGraph, List<String> files)
      throws IOException {
    Recordings jdk = Recordings.read(pass.jdkFile(), pass.sampler());
    Recordings sampled =
        pass.sampledFile().equals(pass.jdkFile())
            ? jdk
            : Recordings.read(pass.sampledFile(), pass.sampler());
    Instant begin = only(jdk.marks(ProfilingSession.Stage.SAMPLING));
    Instant end = only(jdk.marks(ProfilingSession.Stage.SAMPLED));
    List<Recordings.Sample> samples = sampled.samples(begin, end);
    StackProfile profile =
        new StackProfile(
            map, samples.stream().map(Recordings.Sample::stack).toList(), pass.cpuSeconds() * 1e9);
    long biased = samples.stream().filter(Recordings.Sample::biased).count();
    List<Instant> heapStarts = new ArrayList<>(jdk.marks(ProfilingSession.Stage.HEAP_ITERATION));
    heapStarts.addAll(jdk.marks(ProfilingSession.Stage.HEAP_DONE));
    String collapsed = profile.collapsed();
    Files.writeString(collapsedFile, collapsed);
    FlameGraphs.draw(collapsed, title, flameGraph);
    return new ProfileResult(
        pass.sampler().title(),
        profile.samples(),
        sampled.lost(begin, end),
        profile.samples() == 0 ? 0 : 100.0 * biased / profile.samples(),
        pass.cpuSeconds(),
        pass.iterations(),
        pass.tokens(),
        Duration.between(begin, end).toNanos() / 1e9,
        pass.slowdownPct(),
        profile.functions(FUNCTIONS),
        profile.components(),
        profile.bottlenecks(),
        profile.enoughSamples(),
        counts(Recordings.read(pass.callsFile(), pass.sampler()), pass.countedTokens()),
        pass.allocatedBytesPerToken(),
        allocationSites(jdk.allocations(begin, end)),
        LeakCheck.check(pass.heapAfterGcBytes(), heapStarts, jdk.oldObjects()),
        files,
        notes(pass));
  }

  private static Instant only(List<Instant> marks) throws IOException {
    if (marks.size() != 1) {
      throw new IOException(
          "the recording has " + marks.size() + " marks where the pass sets one; it is incomplete");
    }
    return marks.getFirst();
  }

  private static List<MethodCount> counts(Recordings recordings, long tokens) {
    return recordings.timings().entrySet().stream()
        .map(
            entry ->
                new MethodCount(
                    entry.getKey(),
                    entry.getValue().calls(),
                    tokens == 0 ? 0 : (double) entry.getValue().calls() / tokens,
                    entry.getValue().averageMicros()))
        .sorted(Comparator.comparingLong(MethodCount::calls).reversed())
        .toList();
  }

  private static List<AllocationSite> allocationSites(List<Recordings.Allocation> allocations) {
    double total = allocations.stream().mapToLong(Recordings.Allocation::weight).sum();
    Map<String, Long> weights =
        allocations.stream()
            .collect(
                Collectors.groupingBy(
                    allocation -> allocation.site() + "\n" + allocation.type(),
                    Collectors.summingLong(Recordings.Allocation::weight)));
    return weights.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(ALLOCATION_SITES)
        .map(
            entry -> {
              int cut = entry.getKey().indexOf('\n');
              return new AllocationSite(
                  entry.getKey().substring(0, cut),
                  entry.getKey().substring(cut + 1),
                  entry.getValue() / total);
            })
        .toList();
  }

  private static List<String> notes(Pass pass) {
    List<String> notes = new ArrayList<>();
    if (!pass.samplerNote().isEmpty()) {
      notes.add(pass.samplerNote());
    }
    if (pass.sampler() == Sampler.EXECUTION) {
      notes.add(
          "jdk.ExecutionSample does not see CPU time in native code; shares of it are too low");
    }
    Double slowdown = pass.slowdownPct();
    if (slowdown != null && slowdown > SLOWDOWN_LIMIT_PCT) {
      notes.add(
          String.format(
              java.util.Locale.ROOT,
              "iterations were %.0f %% slower than in the measured fork; read the shares with care",
              slowdown));
    }
    return notes;
  }
}
