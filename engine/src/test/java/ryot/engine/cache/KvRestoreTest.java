package ryot.engine.cache;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pages that come back from outside. */
class KvRestoreTest {

  private static final KvLayout LAYOUT = new KvLayout(new KvShape(1, 1, 1), KvType.F32);
  private static final int[] TOKENS = IntStream.range(0, 400).map(i -> i * 7 % 50).toArray();

  private final KvPagePool pool = new KvPagePool(LAYOUT, 8, Arena.ofAuto());
  private final float[] scratch = new float[KvCache.PAGE];

  /** The pages of a cache that holds {@code count} tokens, each as its key. */
  private static List<MemorySegment> pagesOf(int count) {
    KvPagePool other = new KvPagePool(LAYOUT, 8, Arena.ofAuto());
    KvCache cache = other.newCache(400);
    cache.reserve(count);
    for (int i = 0; i < count; i++) {
      cache.write(0, i, new float[] {TOKENS[i]}, 0, new float[] {i}, 0);
    }
    cache.advance(count);
    List<MemorySegment> pages = new ArrayList<>();
    for (int i = 0; i < cache.pageCount(); i++) {
      pages.add(MemorySegment.ofArray(cache.page(i).toArray(JAVA_BYTE)));
    }
    return pages;
  }

  /** What a store gives back of the first {@code tokens} tokens. */
  private KvPrefix prefix(int firstPage, int tokens) {
    List<MemorySegment> pages = pagesOf(tokens);
    KvPrefix prefix = pool.newPrefix(firstPage * KvCache.PAGE, 400);
    for (int page = firstPage; page < pages.size(); page++) {
      int held = Math.min(KvCache.PAGE, tokens - page * KvCache.PAGE);
      LAYOUT.pack(pages.get(page), held, prefix.page(page));
    }
    prefix.complete(tokens);
    return prefix;
  }

  private int restore(KvCache cache, int firstPage, int tokens, int limit) {
    try (KvPrefix prefix = prefix(firstPage, tokens)) {
      return cache.restore(prefix, TOKENS, limit);
    }
  }

  private void requireTokens(KvCache cache) {
    for (int i = 0; i < cache.length(); i++) {
      float[] keys = cache.keys(0, 0, i / KvCache.PAGE, scratch);
      assertThat(keys[i % KvCache.PAGE]).isEqualTo(TOKENS[i]);
    }
  }

  @Test
  void wholeAndBegunPagesAreHeldAndWholeOnesShared() {
    KvCache cache = pool.newCache(400);
    assertThat(restore(cache, 0, 150, 399)).isEqualTo(150);
    requireTokens(cache);
    assertThat(pool.newCache(400).adopt(TOKENS, 399)).isEqualTo(128);
  }

  @Test
  void aLimitWithinAPageIsKept() {
    KvCache cache = pool.newCache(400);
    assertThat(restore(cache, 0, 192, 191)).isEqualTo(191);
    requireTokens(cache);
  }

  @Test
  void whatIsHeldAlreadyStaysAndIsContinued() {
    KvCache cache = pool.newCache(400);
    restore(cache, 0, 100, 399);
    assertThat(restore(cache, 1, 256, 399)).isEqualTo(256);
    requireTokens(cache);
    assertThat(restore(cache, 0, 90, 399)).isEqualTo(256);
  }

  @Test
  void aGapIsNotBridged() {
    KvCache cache = pool.newCache(400);
    restore(cache, 0, 64, 399);
    assertThat(restore(cache, 2, 192, 399)).isEqualTo(64);
  }

  @Test
  void withoutRoomNothingIsTaken() {
    KvCache other = pool.newCache(400);
    other.reserve(6 * KvCache.PAGE);
    KvCache cache = pool.newCache(400);
    assertThat(restore(cache, 0, 150, 399)).isZero();
    assertThat(pool.heldPages()).isEqualTo(6);
  }

  @Test
  void aPageIsCopiedByTheTokensThatLeadToIt() {
    KvCache cache = pool.newCache(400);
    restore(cache, 0, 150, 399);
    cache.close();
    MemorySegment copy = MemorySegment.ofArray(new byte[(int) LAYOUT.pageBytes()]);
    assertThat(pool.copyPage(TOKENS, 1, copy)).isTrue();
    assertThat(copy.mismatch(pagesOf(150).get(1))).isEqualTo(-1);
    assertThat(pool.copyPage(TOKENS, 2, copy)).isFalse();
    int[] others = TOKENS.clone();
    others[3]++;
    assertThat(pool.copyPage(others, 1, copy)).isFalse();
  }

  @Test
  void pagesAreTakenOverAndNotCopied() {
    KvCache cache = pool.newCache(400);
    try (KvPrefix prefix = prefix(0, 150)) {
      List<Long> addresses =
          IntStream.range(0, 3).mapToObj(page -> prefix.page(page).address()).toList();
      cache.restore(prefix, TOKENS, 399);
      for (int page = 0; page < 3; page++) {
        assertThat(cache.page(page).address()).isEqualTo(addresses.get(page));
      }
    }
    assertThat(pool.heldPages()).isEqualTo(3);
    assertThat(pool.sizeBytes()).isEqualTo(3 * LAYOUT.pageBytes());
  }

  @Test
  void pagesUnderWayCountToNobodyAndAreUsedAgain() {
    KvCache other = pool.newCache(400);
    other.reserve(400);
    Set<Long> addresses = new HashSet<>();
    for (int round = 0; round < 5; round++) {
      try (KvPrefix prefix = prefix(0, 192)) {
        IntStream.range(0, 3).forEach(page -> addresses.add(prefix.page(page).address()));
      }
    }
    assertThat(addresses).hasSize(3);
    assertThat(pool.heldPages()).isEqualTo(7);
    other.close();
  }

  /** However often: what is taken over takes the place of what is let go of. */
  @Test
  void theBoundOfThePoolIsKept() {
    for (int round = 0; round < 20; round++) {
      KvCache cache = pool.newCache(400);
      assertThat(restore(cache, 0, 256 + round % 64, 399)).isPositive();
      requireTokens(cache);
      assertThat(pool.sizeBytes()).isLessThanOrEqualTo(8 * LAYOUT.pageBytes());
      cache.close();
      KvCache another = pool.newCache(400);
      another.reserve(400 - round); // which evicts
      another.close();
    }
    assertThat(pool.heldPages()).isZero();
  }

  @Test
  void behindTheTokensOfABegunPageStandZeros() {
    KvPrefix dirty = pool.newPrefix(0, 64);
    dirty.page(0).fill((byte) 0x55);
    dirty.close();
    KvCache cache = pool.newCache(400);
    restore(cache, 0, 10, 399);
    float[] keys = cache.keys(0, 0, 0, scratch);
    assertThat(Arrays.copyOfRange(keys, 10, KvCache.PAGE)).containsOnly(0);
    float[] values = cache.values(0, 0, 0, scratch);
    assertThat(Arrays.copyOfRange(values, 10, KvCache.PAGE)).containsOnly(0);
  }

  @Test
  void aPrefixOfWhichPagesWereNotFilledIsRefused() {
    KvPrefix prefix = pool.newPrefix(64, 400);
    prefix.page(2);
    assertThatThrownBy(() -> prefix.complete(192))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("192 tokens were said to be filled in, but page 1 was not");
    assertThatThrownBy(() -> prefix.complete(1_000)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> prefix.page(0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> prefix.page(7)).isInstanceOf(IndexOutOfBoundsException.class);
    prefix.close();
  }

  @Test
  void preparedPagesAreLent() {
    pool.prepare(3);
    assertThat(pool.sizeBytes()).isZero();
    KvCache cache = pool.newCache(400);
    assertThat(restore(cache, 0, 256, 399)).isEqualTo(256);
    requireTokens(cache);
  }
}
