package ryot.engine.cache;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a text on its way from a {@link PrefixStore} to a cache: pages of a pool that
 * the store fills, and that a cache then takes over as they are. Until then they count to no cache.
 * Whoever made it closes it.
 *
 * <p>Different threads may fill different pages; everything else: one thread at a time.
 */
public final class KvPrefix implements AutoCloseable {

  private final KvPagePool pool;
  private final int firstPage;
  private final AtomicReferenceArray<@Nullable KvPage> pages;
  private int tokens;

  /** Pages of the text from {@code firstPage} on, before {@code endPage}; none has memory yet. */
  KvPrefix(KvPagePool pool, int firstPage, int endPage) {
    this.pool = pool;
    this.firstPage = firstPage;
    this.pages = new AtomicReferenceArray<>(Math.max(0, endPage - firstPage));
  }

  /** The first page of the text that it may hold; those before it are known. */
  public int firstPage() {
    return firstPage;
  }

  /**
   * The memory of a page, with anything in it. It is the pool's: once that is closed, whoever
   * writes is told so by an exception.
   *
   * @param page its place in the text
   * @throws IndexOutOfBoundsException if the text has no such page, or it is known
   */
  public MemorySegment page(int page) {
    int at = Objects.checkIndex(page - firstPage, pages.length());
    KvPage lent = pages.get(at);
    if (lent == null) {
      lent = pool.lend();
      pages.set(at, lent);
    }
    return lent.memory;
  }

  /**
   * The store has filled as many pages as {@code count} tokens of the text reach. The last, if it
   * is begun only, holds its tokens packed and is laid out now; see {@link KvLayout#pack}.
   *
   * @param count of all tokens of the text, those before the first page included; fewer for nothing
   * @throws IllegalArgumentException if some of these pages were never asked for
   */
  public void complete(int count) {
    int end = KvPagePool.pagesFor(count);
    for (int page = firstPage; page < end; page++) {
      if (page - firstPage >= pages.length() || pages.get(page - firstPage) == null) {
        throw new IllegalArgumentException(
            "%d tokens were said to be filled in, but page %d was not".formatted(count, page));
      }
    }
    int begun = count % KvCache.PAGE;
    if (begun > 0 && end > firstPage) {
      pool.layout().unpack(page(end - 1), begun);
    }
    tokens = count;
  }

  /** How many tokens of the text are held then, those before the first page included. */
  int tokens() {
    return tokens;
  }

  /** Hands over the pages from {@code first} to {@code end} of the text. */
  List<KvPage> take(int first, int end) {
    List<KvPage> taken = new ArrayList<>();
    for (int page = first; page < end; page++) {
      taken.add(Objects.requireNonNull(pages.getAndSet(page - firstPage, null)));
    }
    return taken;
  }

  /** Gives back to the pool what nobody has taken over. */
  @Override
  public void close() {
    for (int i = 0; i < pages.length(); i++) {
      KvPage page = pages.getAndSet(i, null);
      if (page != null) {
        pool.giveBack(page);
      }
    }
    tokens = 0;
  }
}
