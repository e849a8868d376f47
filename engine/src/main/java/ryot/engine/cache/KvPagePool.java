package ryot.engine.cache;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pages of all sequences of an engine: at most {@code maxPages}, allocated outside the heap as
 * they are first needed and then used again. Full pages stay known by their tokens ({@link
 * PrefixIndex}) after the last cache has let go of them, until the pool needs their room. Safe for
 * use by many threads; what is in a page is its holders' concern.
 */
public final class KvPagePool {

  private static final long ALIGNMENT = 64;

  private final KvLayout layout;
  private final KvFormat format;
  private final Arena arena;
  private final PrefixIndex index = new PrefixIndex();

  /** Pages that hold nothing. */
  private final ArrayDeque<KvPage> empty = new ArrayDeque<>();

  /** Pages that count to no cache: they wait to be lent to prefixes. */
  private final ArrayDeque<KvPage> spare = new ArrayDeque<>();

  private final int growthIdle;

  private int maxPages;
  private int allocated;
  private int held;

  /** An empty pool that evicts nothing while there may be more pages. */
  public KvPagePool(KvLayout layout, int maxPages, Arena arena) {
    this(layout, maxPages, maxPages, arena);
  }

  /**
   * An empty pool.
   *
   * @param maxPages 1 or more: how many pages there may ever be
   * @param growthIdle with as many idle pages as this or more, one of them is evicted rather than a
   *     new one allocated
   * @param arena where they are allocated; the caller closes it, if it is one to be closed, when no
   *     cache is used any more
   */
  public KvPagePool(KvLayout layout, int maxPages, int growthIdle, Arena arena) {
    if (maxPages < 1) {
      throw new IllegalArgumentException("a pool has at least 1 page, not " + maxPages);
    }
    this.layout = layout;
    this.format = KvFormat.of(layout);
    this.maxPages = maxPages;
    this.growthIdle = growthIdle;
    this.arena = arena;
  }

  /** Pages that {@code tokens} tokens fill or begin to fill. */
  public static int pagesFor(int tokens) {
    return Math.ceilDiv(tokens, KvCache.PAGE);
  }

  /** An empty cache of at most {@code capacity} tokens, which takes its pages from here. */
  public KvCache newCache(int capacity) {
    return new KvCache(this, capacity);
  }

  /** Where everything lies in a page. */
  public KvLayout layout() {
    return layout;
  }

  KvFormat format() {
    return format;
  }

  /** The most pages there may be. */
  public synchronized int maxPages() {
    return maxPages;
  }

  /** Pages that caches hold; one that several share counts once. */
  public synchronized int heldPages() {
    return held;
  }

  /** Pages that no cache holds but that a text with their tokens would find. */
  public synchronized int idlePages() {
    return index.idleCount();
  }

  /** Pages that could be taken now, idle ones included. */
  public synchronized int availablePages() {
    return maxPages - held;
  }

  /** Bytes that all pages of caches take, whether in use or not. */
  public synchronized long sizeBytes() {
    return allocated * layout.pageBytes();
  }

  /**
   * A prefix of a text to be filled by a store.
   *
   * @param known tokens of the text that a cache holds
   * @param length tokens of the text
   */
  public KvPrefix newPrefix(int known, int length) {
    return new KvPrefix(this, known / KvCache.PAGE, pagesFor(length));
  }

  /**
   * Allocates pages ahead, so that a prefix of {@code count} pages, or of as many as there may be,
   * finds memory that has been touched.
   */
  public void prepare(int count) {
    int ready = Math.min(count, maxPages());
    while (spareCount() < ready) {
      giveBack(newPage());
    }
  }

  private synchronized int spareCount() {
    return spare.size();
  }

  /** A page with anything in it, beyond those of caches. */
  KvPage lend() {
    KvPage page;
    synchronized (this) {
      page = spare.poll();
    }
    return page == null ? newPage() : page;
  }

  /** Takes back what was lent. */
  synchronized void giveBack(KvPage page) {
    spare.push(page);
  }

  private KvPage newPage() {
    return new KvPage(arena.allocate(layout.pageBytes(), ALIGNMENT));
  }

  /**
   * Makes pages that were lent a cache's: they are appended to {@code pages}, and for each of them
   * another is lent no more, or the pool has one more.
   *
   * @return false, and nothing is appended, if there is no room; what was lent is the pool's then
   */
  synchronized boolean takeOver(List<KvPage> lent, List<KvPage> pages) {
    int before = pages.size();
    boolean room = true;
    for (KvPage page : lent) {
      room = room && makeRoom();
      if (!room) {
        spare.push(page);
        continue;
      }
      page.used = true;
      page.holders = 1;
      held++;
      pages.add(page);
    }
    if (!room) {
      release(pages, before);
    }
    return room;
  }

  /** Lets go of a page that nobody holds, unless there may be one more. */
  private boolean makeRoom() {
    KvPage page = empty.poll();
    if (page == null && allocated < maxPages && index.idleCount() < growthIdle) {
      allocated++;
      return true;
    }
    if (page == null) {
      page = index.evictEldest();
    }
    if (page == null) {
      return false;
    }
    spare.push(page);
    return true;
  }

  /** Appends {@code count} pages of zeros to {@code pages}, or none if there is no room. */
  synchronized boolean take(int count, List<KvPage> pages) {
    int before = pages.size();
    for (int i = 0; i < count; i++) {
      KvPage page = takeOne();
      if (page == null) {
        release(pages, before);
        return false;
      }
      if (page.used) {
        page.memory.fill((byte) 0); // whoever computes whole rows meets no leftovers
      }
      page.used = true;
      pages.add(page);
    }
    return true;
  }

  private @Nullable KvPage takeOne() {
    KvPage page = empty.poll();
    if (page == null && allocated < maxPages && index.idleCount() < growthIdle) {
      page = allocate();
    }
    if (page == null) {
      page = index.evictEldest();
    }
    if (page != null) {
      page.holders = 1;
      held++;
    }
    return page;
  }

  /** A new page; null if the platform refuses, which is then the bound from there on. */
  private @Nullable KvPage allocate() {
    try {
      KvPage page = newPage();
      allocated++;
      return page;
    } catch (OutOfMemoryError e) { // of memory outside the heap: less than the bound allows
      if (allocated == 0) {
        throw e;
      }
      maxPages = allocated;
      return null;
    }
  }

  /** Lets go of {@code pages[from, ...)}, the last first, and removes them from the list. */
  synchronized void release(List<KvPage> pages, int from) {
    while (pages.size() > from) {
      release(pages.removeLast());
    }
  }

  private void release(KvPage page) {
    if (--page.holders > 0) {
      return;
    }
    held--;
    if (page.node == null) {
      empty.push(page);
    } else {
      index.idle(page.node);
    }
  }

  private KvPage hold(PrefixIndex.Node node) {
    KvPage page = node.page();
    if (page.holders++ == 0) {
      held++;
      index.unidle(node);
    }
    return page;
  }

  /**
   * Makes {@code pages[at]} one that its cache may write: a copy, if others hold it or may find it.
   * Without room for a copy, a page that is this cache's alone leaves the index.
   *
   * @return false if there is no room
   */
  synchronized boolean makeWritable(List<KvPage> pages, int at) {
    KvPage page = pages.get(at);
    if (page.node == null) {
      return true;
    }
    KvPage copy = takeOne();
    if (copy != null) {
      copy.memory.copyFrom(page.memory);
      copy.used = true;
      pages.set(at, copy);
      release(page);
      return true;
    }
    if (page.holders > 1) {
      return false;
    }
    index.remove(page.node); // what continued it was idle and has been evicted for the copy
    return true;
  }

  /**
   * Replaces what follows the first {@code known} of {@code pages}, which the index has, by the
   * pages that hold the same text's next tokens, if there are any.
   *
   * @param tokens the text
   * @param end how many pages of it may be looked for
   * @return how many of the pages the index has now
   */
  synchronized int adopt(List<KvPage> pages, int known, int[] tokens, int end) {
    PrefixIndex.Node node = known == 0 ? null : pages.get(known - 1).node;
    int found = known;
    while (found < end) {
      PrefixIndex.Node next = index.find(node, PrefixIndex.Tokens.ofPage(tokens, found));
      if (next == null) {
        break;
      }
      if (found == known) {
        release(pages, known);
      }
      pages.add(hold(next));
      node = next;
      found++;
    }
    return found;
  }

  /**
   * How many of the first {@code end} pages of {@code tokens} some cache holds, counted from the
   * first on: as many fewer are to be taken for this text.
   */
  synchronized int heldOf(int[] tokens, int end) {
    PrefixIndex.Node node = null;
    int count = 0;
    while (count < end) {
      node = index.find(node, PrefixIndex.Tokens.ofPage(tokens, count));
      if (node == null || node.page().holders == 0) {
        break;
      }
      count++;
    }
    return count;
  }

  /**
   * How many of the first {@code end} pages of {@code tokens} a text that begins with them would
   * find, counted from the first on.
   */
  synchronized int knownOf(int[] tokens, int end) {
    int count = 0;
    PrefixIndex.Node node = null;
    while (count < end) {
      node = index.find(node, PrefixIndex.Tokens.ofPage(tokens, count));
      if (node == null) {
        break;
      }
      count++;
    }
    return count;
  }

  /**
   * Copies page {@code page} of the text that begins with {@code tokens} to {@code to}, which is as
   * large as a page. The pool is held meanwhile, so that nobody can begin to write the page.
   *
   * @return false if it is not known, or not any more
   */
  public synchronized boolean copyPage(int[] tokens, int page, MemorySegment to) {
    PrefixIndex.Node node = index.find(null, PrefixIndex.Tokens.ofPage(tokens, 0));
    for (int i = 1; i <= page && node != null; i++) {
      node = index.find(node, PrefixIndex.Tokens.ofPage(tokens, i));
    }
    if (node == null) {
      return false;
    }
    to.copyFrom(node.page().memory);
    return true;
  }

  /**
   * Enters {@code pages[known, end)}, full ones, into the index. Where it has the same text
   * already, that page takes the place of this one.
   */
  synchronized void share(List<KvPage> pages, int known, int[] tokens, int end) {
    PrefixIndex.Node parent = known == 0 ? null : pages.get(known - 1).node;
    for (int i = known; i < end; i++) {
      KvPage page = pages.get(i);
      PrefixIndex.Tokens key = PrefixIndex.Tokens.ofPage(tokens, i);
      PrefixIndex.Node same = index.find(parent, key);
      if (same == null) {
        index.add(parent, key, page);
      } else {
        pages.set(i, hold(same));
        release(page);
      }
      parent = pages.get(i).node;
    }
  }
}
