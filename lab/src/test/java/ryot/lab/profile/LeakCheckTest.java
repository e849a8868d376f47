package ryot.lab.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import ryot.lab.results.ProfileResult.HeapTrail;
import ryot.lab.results.ProfileResult.LeakVerdict;

class LeakCheckTest {

  private static final int ITERATIONS = 12;

  @Test
  void risingHeapAndLivingObjectsAreALeak() {
    HeapTrail trail = LeakCheck.check(heap(20_000_000, 2_000_000), starts(), objects(6));
    assertThat(trail.verdict()).isEqualTo(LeakVerdict.LEAK);
    assertThat(trail.oldObjectSites()).containsExactly("ryot.engine.Cache.put (byte[])");
    assertThat(trail.growthBytesPerIteration()).isGreaterThan(1_900_000);
  }

  @Test
  void eitherAloneIsSuspect() {
    assertThat(LeakCheck.check(heap(20_000_000, 2_000_000), starts(), List.of()).verdict())
        .isEqualTo(LeakVerdict.SUSPECT);
    assertThat(LeakCheck.check(heap(20_000_000, 0), starts(), objects(6)).verdict())
        .isEqualTo(LeakVerdict.SUSPECT);
  }

  @Test
  void aQuietRunWithASmallSignificantSlopeIsQuiet() {
    HeapTrail trail = LeakCheck.check(heap(20_000_000, 8_000), starts(), objects(2));
    assertThat(trail.growthInterval().lower()).isPositive();
    assertThat(trail.verdict()).isEqualTo(LeakVerdict.QUIET);
  }

  @Test
  void objectsOfTheLastIterationsMayStillLive() {
    List<Recordings.OldObject> last = new ArrayList<>();
    for (int i = ITERATIONS - 2; i < ITERATIONS; i++) {
      last.add(object(i));
    }
    assertThat(LeakCheck.check(heap(20_000_000, 0), starts(), last).verdict())
        .isEqualTo(LeakVerdict.QUIET);
  }

  @Test
  void tooFewIterationsSayNothing() {
    assertThat(LeakCheck.check(List.of(1L, 2L), starts(), List.of()).verdict())
        .isEqualTo(LeakVerdict.UNKNOWN);
  }

  private static List<Long> heap(long base, long growth) {
    List<Long> bytes = new ArrayList<>();
    for (int i = 0; i < ITERATIONS; i++) {
      bytes.add(base + growth * i + (i % 3) * 500);
    }
    return bytes;
  }

  private static List<Instant> starts() {
    List<Instant> starts = new ArrayList<>();
    for (int i = 0; i <= ITERATIONS; i++) {
      starts.add(Instant.ofEpochSecond(1_000 + i));
    }
    return starts;
  }

  private static List<Recordings.OldObject> objects(int iterations) {
    List<Recordings.OldObject> objects = new ArrayList<>();
    for (int i = 0; i < iterations; i++) {
      objects.add(object(i));
    }
    return objects;
  }

  private static Recordings.OldObject object(int iteration) {
    return new Recordings.OldObject(
        Instant.ofEpochSecond(1_000 + iteration).plusMillis(500),
        "ryot.engine.Cache.put",
        "byte[]");
  }
}
