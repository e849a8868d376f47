package ryot.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which pages are whose: taking, sharing, copying, evicting. */
class KvPagePoolTest {

  private static final int PAGE = KvCache.PAGE;

  private final int[] tokens = new Random(1).ints(1000, 0, 5).toArray();

  private static KvPagePool pool(int maxPages) {
    return new KvPagePool(new KvLayout(CachedTokens.SHAPE, KvType.F32), maxPages, Arena.ofAuto());
  }

  private KvCache filled(KvPagePool pool, int count) {
    KvCache cache = pool.newCache(1000);
    cache.adopt(tokens, count);
    CachedTokens.append(cache, tokens, cache.length(), count);
    cache.share(tokens);
    return cache;
  }

  private int[] first(int count) {
    return Arrays.copyOf(tokens, count);
  }

  @Test
  void aPrefixIsSharedByWholePages() {
    KvPagePool pool = pool(20);
    KvCache one = filled(pool, 200);
    KvCache other = pool.newCache(1000);
    assertThat(other.adopt(tokens, 199)).isEqualTo(192);
    assertThat(CachedTokens.read(other)).isEqualTo(first(192));
    assertThat(pool.heldPages()).isEqualTo(4);
    CachedTokens.append(other, tokens, 192, 300);
    assertThat(pool.heldPages()).isEqualTo(6);
    assertThat(CachedTokens.read(other)).isEqualTo(first(300));
    assertThat(CachedTokens.read(one)).isEqualTo(first(200));
  }

  @Test
  void noMoreIsAdoptedThanTheLimitAndTheCapacityAllow() {
    KvPagePool pool = pool(20);
    filled(pool, 256);
    assertThat(pool.newCache(1000).adopt(tokens, 255)).isEqualTo(192);
    assertThat(pool.newCache(1000).adopt(tokens, 63)).isZero();
    assertThat(pool.newCache(130).adopt(tokens, 256)).isEqualTo(128);
  }

  @Test
  void aTextThatDiffersAnywhereInAPageDoesNotFindIt() {
    KvPagePool pool = pool(20);
    filled(pool, 192);
    for (int place : new int[] {0, 1, 62, 63, 64, 100, 127, 128, 191}) {
      int[] near = tokens.clone();
      near[place] = 5;
      assertThat(pool.newCache(1000).adopt(near, 500)).isEqualTo(place / PAGE * PAGE);
    }
  }

  @Test
  void thePageOfAnotherPlaceOrAfterAnotherBeginningIsNotTheSame() {
    KvPagePool pool = pool(20);
    filled(pool, 192);
    int[] later = Arrays.copyOfRange(tokens, PAGE, 192);
    assertThat(pool.newCache(1000).adopt(later, 128)).isZero();
    int[] otherBeginning = first(192);
    otherBeginning[3] = 5;
    assertThat(pool.newCache(1000).adopt(otherBeginning, 192)).isZero();
  }

  /** 31 x + y: two tokens changed so that the hash of the 64 is the same. */
  @Test
  void textsOfEqualHashAreToldApart() {
    KvPagePool pool = pool(20);
    filled(pool, 128);
    int[] colliding = tokens.clone();
    colliding[70] += 1;
    colliding[71] -= 31;
    assertThat(PrefixIndex.Tokens.ofPage(colliding, 1).hashCode())
        .isEqualTo(PrefixIndex.Tokens.ofPage(tokens, 1).hashCode());
    assertThat(pool.newCache(1000).adopt(colliding, 128)).isEqualTo(64);
  }

  @Test
  void whoGoesOnInTheMiddleOfASharedPageGetsACopy() {
    KvPagePool pool = pool(20);
    KvCache one = filled(pool, 192);
    KvCache other = filled(pool, 192);
    assertThat(pool.heldPages()).isEqualTo(3);
    other.truncate(100);
    int[] different = first(300);
    for (int i = 100; i < 300; i++) {
      different[i] = 9;
    }
    CachedTokens.append(other, different, 100, 101);
    assertThat(pool.heldPages()).isEqualTo(4);
    CachedTokens.append(other, different, 101, 300);
    assertThat(CachedTokens.read(other)).isEqualTo(different);
    assertThat(CachedTokens.read(one)).isEqualTo(first(192));
    other.share(different);
    assertThat(pool.newCache(1000).adopt(different, 299)).isEqualTo(256);
    assertThat(pool.newCache(1000).adopt(tokens, 299)).isEqualTo(192);
  }

  @Test
  void theSameTextComputedTwiceIsHeldOnce() {
    KvPagePool pool = pool(20);
    KvCache one = pool.newCache(1000);
    KvCache other = pool.newCache(1000);
    CachedTokens.append(one, tokens, 0, 200);
    CachedTokens.append(other, tokens, 0, 130);
    assertThat(pool.heldPages()).isEqualTo(7);
    one.share(tokens);
    other.share(tokens);
    assertThat(pool.heldPages()).isEqualTo(5);
    assertThat(CachedTokens.read(other)).isEqualTo(first(130));
  }

  @Test
  void pagesStayAfterTheirSequenceUntilTheirRoomIsNeeded() {
    KvPagePool pool = pool(4);
    filled(pool, 192).close();
    assertThat(pool.heldPages()).isZero();
    assertThat(pool.idlePages()).isEqualTo(3);
    assertThat(pool.newCache(1000).adopt(tokens, 192)).isEqualTo(192);
  }

  @Test
  void aPoolWithEnoughIdlePagesUsesOneAgainBeforeItGrows() {
    KvLayout layout = new KvLayout(CachedTokens.SHAPE, KvType.F32);
    KvPagePool pool = new KvPagePool(layout, 10, 2, Arena.ofAuto());
    filled(pool, 192).close(); // three pages
    KvCache other = pool.newCache(1000);
    CachedTokens.append(other, new int[256], 0, 256); // two used again, two new
    assertThat(pool.sizeBytes()).isEqualTo(5 * layout.pageBytes());
    assertThat(pool.idlePages()).isEqualTo(1);
  }

  @Test
  void whatHasBeenIdleLongestIsEvictedFirstAndEndsBeforeBeginnings() {
    KvPagePool pool = pool(5);
    filled(pool, 192).close(); // three pages of the older text
    int[] younger = {8};
    younger = Arrays.copyOf(younger, 128);
    KvCache second = pool.newCache(1000);
    CachedTokens.append(second, younger, 0, 128);
    second.share(younger);
    second.close(); // two pages
    KvCache third = pool.newCache(1000);
    int[] others = new int[64];
    CachedTokens.append(third, others, 0, 64);
    assertThat(held(pool, tokens, 192)).isEqualTo(128);
    assertThat(held(pool, younger, 128)).isEqualTo(128);
    third.truncate(0);
    CachedTokens.append(third, new int[192], 0, 192); // the older text was looked at before
    assertThat(held(pool, younger, 128)).isEqualTo(128);
    assertThat(held(pool, tokens, 192)).isZero();
  }

  /** How much of {@code text} is found; what is found counts as used. */
  private static int held(KvPagePool pool, int[] text, int limit) {
    KvCache cache = pool.newCache(1000);
    int found = cache.adopt(text, limit);
    cache.close();
    return found;
  }

  @Test
  void aFullPoolRefusesAndChangesNothing() {
    KvPagePool pool = pool(3);
    KvCache one = filled(pool, 100);
    KvCache other = pool.newCache(1000);
    CachedTokens.append(other, tokens, 0, 10);
    assertThat(one.tryReserve(29)).isFalse();
    assertThat(one.pageCount()).isEqualTo(2);
    assertThatThrownBy(() -> one.reserve(29))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "29 more tokens after 100 find no room in a pool of 3 pages, of which 3 are held");
    assertThat(one.tryReserve(28)).isTrue();
    other.close();
    assertThat(one.tryReserve(29)).isTrue();
  }

  @Test
  void withoutRoomForACopyAPageThatIsNobodyElsesIsWrittenInPlace() {
    KvPagePool pool = pool(3);
    KvCache one = filled(pool, 192);
    one.truncate(70);
    assertThat(pool.idlePages()).isEqualTo(1);
    KvCache other = pool.newCache(1000);
    CachedTokens.append(other, new int[10], 0, 10); // takes the idle page's room
    int[] different = first(80);
    different[70] = 9;
    CachedTokens.append(one, different, 70, 80);
    assertThat(CachedTokens.read(one)).isEqualTo(different);
    assertThat(pool.newCache(1000).adopt(tokens, 192)).isEqualTo(64); // its page left the index
  }

  @Test
  void withoutRoomForACopyAPageOfOthersTooIsNotWritten() {
    KvPagePool pool = pool(2);
    KvCache one = filled(pool, 128);
    KvCache other = filled(pool, 128);
    other.truncate(70);
    assertThat(other.tryReserve(1)).isFalse();
    assertThat(CachedTokens.read(one)).isEqualTo(first(128));
    one.truncate(64);
    assertThat(other.tryReserve(1)).isTrue();
  }

  @Test
  void pagesAreCountedInBytes() {
    KvPagePool pool = pool(20);
    long pageBytes = 2L * 2 * 2 * 3 * PAGE * Float.BYTES;
    assertThat(pool.layout().pageBytes()).isEqualTo(pageBytes);
    KvCache cache = filled(pool, 200);
    assertThat(pool.sizeBytes()).isEqualTo(4 * pageBytes);
    assertThat(pool.availablePages()).isEqualTo(16);
    cache.close();
    assertThat(pool.sizeBytes()).isEqualTo(4 * pageBytes);
    assertThat(pool.availablePages()).isEqualTo(20);
  }

  @Test
  void whatAnotherTextHoldsNeedNotBeTakenAgain() {
    KvPagePool pool = pool(20);
    KvCache cache = filled(pool, 200);
    assertThat(pool.heldOf(tokens, 3)).isEqualTo(3);
    assertThat(pool.heldOf(tokens, 15)).isEqualTo(3);
    cache.close();
    assertThat(pool.heldOf(tokens, 3)).isZero(); // idle pages are to be taken
  }

  @Test
  void aPoolWithoutPagesIsRefused() {
    assertThatThrownBy(() -> pool(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a pool has at least 1 page, not 0");
  }
}
