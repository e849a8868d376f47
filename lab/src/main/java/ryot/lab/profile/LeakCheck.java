package ryot.lab.profile;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import ryot.lab.results.ProfileResult.HeapTrail;
import ryot.lab.results.ProfileResult.LeakVerdict;
import ryot.lab.statistics.Interval;
import ryot.lab.statistics.Trend;

/**
 * Whether iterations accumulate heap. A leak is both: heap after collection that rises by more than
 * noise, and a place whose objects of several iterations are still alive. Either alone is suspect,
 * as a quiet program too may show a small, significant slope.
 */
final class LeakCheck {

  /** Iterations at the start that may still fill caches. */
  private static final int SKIPPED = 2;

  private static final double LEAST_GROWTH_BYTES = 1e6;
  private static final double LEAST_GROWTH_SHARE = 0.02;
  private static final int LEAST_ITERATIONS_OF_A_SITE = 3;

  /** The measurement keeps a few bytes of every iteration on purpose. */
  private static final List<String> OWN_BOOKS = List.of("ryot.lab.measure.", "ryot.lab.workload.");

  private LeakCheck() {}

  /**
   * The verdict.
   *
   * @param heapBytes after a collection behind each iteration
   * @param starts of the iterations, and the end of the last
   */
  static HeapTrail check(
      List<Long> heapBytes, List<Instant> starts, List<Recordings.OldObject> objects) {
    List<Double> megabytes = heapBytes.stream().map(bytes -> bytes / 1e6).toList();
    if (heapBytes.size() < SKIPPED + 3) {
      return new HeapTrail(
          megabytes, 0, Interval.UNKNOWN, LeakVerdict.UNKNOWN, "too few iterations", List.of());
    }
    double[] kept = heapBytes.stream().skip(SKIPPED).mapToDouble(Long::doubleValue).toArray();
    Trend trend = Trend.of(kept);
    double growth = trend.slope() * (kept.length - 1);
    boolean rising =
        trend.rising() && growth > LEAST_GROWTH_BYTES && growth > LEAST_GROWTH_SHARE * kept[0];
    List<String> sites = livingSites(starts, objects, rising ? 1 : LEAST_ITERATIONS_OF_A_SITE);
    LeakVerdict verdict =
        rising && !sites.isEmpty()
            ? LeakVerdict.LEAK
            : rising || !sites.isEmpty() ? LeakVerdict.SUSPECT : LeakVerdict.QUIET;
    return new HeapTrail(
        megabytes, trend.slope(), trend.slopeInterval(), verdict, reason(rising, sites), sites);
  }

  private static String reason(boolean rising, List<String> sites) {
    String heap =
        rising ? "heap after collection rises" : "heap after collection does not rise beyond noise";
    String objects =
        sites.isEmpty()
            ? "no place keeps objects of earlier iterations alive"
            : "objects of earlier iterations are still alive";
    return heap + "; " + objects;
  }

  /** Places with live objects of so many iterations, the last two iterations left out. */
  private static List<String> livingSites(
      List<Instant> starts, List<Recordings.OldObject> objects, int leastIterations) {
    if (starts.size() <= SKIPPED + LEAST_ITERATIONS_OF_A_SITE) {
      return List.of();
    }
    Map<String, Set<Integer>> iterationsOfSite =
        objects.stream()
            .filter(object -> OWN_BOOKS.stream().noneMatch(object.site()::startsWith))
            .collect(
                Collectors.groupingBy(
                    object -> object.site() + " (" + object.type() + ")",
                    java.util.TreeMap::new,
                    Collectors.mapping(
                        object -> iteration(object.allocated(), starts),
                        Collectors.toCollection(HashSet::new))));
    return iterationsOfSite.entrySet().stream()
        .filter(
            entry ->
                entry.getValue().stream()
                        .filter(i -> i >= 0 && i < starts.size() - 1 - SKIPPED)
                        .count()
                    >= leastIterations)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The iteration that {@code time} falls into; -1 for none. */
  private static int iteration(Instant time, List<Instant> starts) {
    int found = -1;
    for (int i = 0; i < starts.size() && !time.isBefore(starts.get(i)); i++) {
      found = i;
    }
    return found;
  }
}
