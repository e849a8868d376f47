package ryot.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import ryot.testkit.Choices;
import ryot.testkit.Property;

/** Random texts, alike in places, in a pool that is too small for them. */
class KvPagePoolPropertyTest {

  private static final int CACHES = 4;

  /**
   * One thing that happens to one cache.
   *
   * @param kept how many of its tokens it keeps before it becomes the beginning of {@code text}
   * @param text which of the texts it goes on with
   * @param count how many tokens it is to have
   */
  private record Change(int cache, int kept, int text, int count, boolean share) {}

  private static Change draw(Choices choices) {
    return new Change(
        choices.below(CACHES),
        choices.below(400),
        choices.below(4),
        choices.below(400),
        choices.flag());
  }

  /** Alike up to different places: within a page, at its end, and from the beginning on. */
  private static int[] text(int which) {
    int[] text = new int[400];
    int[] places = {400, 200, 128, 0};
    Arrays.fill(text, places[which], 400, 1 + which);
    return text;
  }

  @Test
  void everyCacheAlwaysHoldsItsOwnTextAndNoPageIsLost() {
    Property.check(
        choices -> choices.list(40, KvPagePoolPropertyTest::draw),
        changes -> {
          KvPagePool pool =
              new KvPagePool(new KvLayout(CachedTokens.SHAPE, KvType.F32), 10, Arena.ofAuto());
          List<KvCache> caches = new ArrayList<>();
          List<int[]> texts = new ArrayList<>();
          for (int i = 0; i < CACHES; i++) {
            caches.add(pool.newCache(400));
            texts.add(new int[0]);
          }
          for (Change change : changes) {
            apply(change, caches, texts);
            for (int i = 0; i < CACHES; i++) {
              assertThat(CachedTokens.read(caches.get(i))).isEqualTo(texts.get(i));
            }
            assertThat(pool.heldPages()).isBetween(0, 10);
            assertThat(pool.heldPages() + pool.idlePages()).isLessThanOrEqualTo(10);
            assertThat(pool.sizeBytes()).isLessThanOrEqualTo(10 * pool.layout().pageBytes());
          }
          caches.forEach(KvCache::close);
          assertThat(pool.heldPages()).isZero();
          assertThat(pool.availablePages()).isEqualTo(10);
          KvCache all = pool.newCache(640);
          assertThat(all.tryReserve(640)).isTrue(); // every page can be had again
        });
  }

  private static void apply(Change change, List<KvCache> caches, List<int[]> texts) {
    KvCache cache = caches.get(change.cache());
    int[] wanted = text(change.text());
    int[] held = texts.get(change.cache());
    int mismatch = Arrays.mismatch(held, 0, held.length, wanted, 0, wanted.length);
    int kept = Math.min(change.kept(), mismatch < 0 ? held.length : mismatch);
    cache.truncate(kept);
    if (change.share()) {
      int adopted = cache.adopt(wanted, change.count());
      assertThat(adopted).isGreaterThanOrEqualTo(kept);
    }
    int missing = change.count() - cache.length();
    if (missing > 0 && cache.tryReserve(missing)) {
      CachedTokens.append(cache, wanted, cache.length(), change.count());
    }
    if (change.share()) {
      cache.share(wanted);
    }
    texts.set(change.cache(), Arrays.copyOf(wanted, cache.length()));
  }
}
