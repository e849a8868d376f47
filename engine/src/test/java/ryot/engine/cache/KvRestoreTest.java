package ryot.engine.cache;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
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

  private static KvPrefix prefix(int firstPage, int tokens) {
    List<MemorySegment> pages = pagesOf(tokens);
    return new KvPrefix(firstPage, pages.subList(firstPage, pages.size()), tokens);
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
    assertThat(cache.restore(prefix(0, 150), TOKENS, 399)).isEqualTo(150);
    requireTokens(cache);
    assertThat(pool.newCache(400).adopt(TOKENS, 399)).isEqualTo(128);
  }

  @Test
  void aLimitWithinAPageIsKept() {
    KvCache cache = pool.newCache(400);
    assertThat(cache.restore(prefix(0, 192), TOKENS, 191)).isEqualTo(191);
    requireTokens(cache);
  }

  @Test
  void whatIsHeldAlreadyStaysAndIsContinued() {
    KvCache cache = pool.newCache(400);
    cache.restore(prefix(0, 100), TOKENS, 399);
    assertThat(cache.restore(prefix(1, 256), TOKENS, 399)).isEqualTo(256);
    requireTokens(cache);
    assertThat(cache.restore(prefix(0, 90), TOKENS, 399)).isEqualTo(256);
  }

  @Test
  void aGapIsNotBridged() {
    KvCache cache = pool.newCache(400);
    cache.restore(prefix(0, 64), TOKENS, 399);
    assertThat(cache.restore(prefix(2, 192), TOKENS, 399)).isEqualTo(64);
  }

  @Test
  void pagesOfAnotherSizeAreRefused() {
    KvCache cache = pool.newCache(400);
    List<MemorySegment> pages = List.of(pagesOf(64).getFirst(), MemorySegment.ofArray(new byte[9]));
    assertThat(cache.restore(new KvPrefix(0, pages, 128), TOKENS, 399)).isZero();
  }

  @Test
  void withoutRoomNothingIsTaken() {
    KvCache other = pool.newCache(400);
    other.reserve(6 * KvCache.PAGE);
    KvCache cache = pool.newCache(400);
    assertThat(cache.restore(prefix(0, 150), TOKENS, 399)).isZero();
    assertThat(pool.heldPages()).isEqualTo(6);
  }

  @Test
  void aPageIsCopiedByTheTokensThatLeadToIt() {
    KvCache cache = pool.newCache(400);
    cache.restore(prefix(0, 150), TOKENS, 399);
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
  void aPrefixWhosePagesDoNotReachItsTokensIsRefused() {
    assertThatThrownBy(() -> new KvPrefix(1, pagesOf(64), 64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 pages from page 1 on do not end with token 64");
  }
}
