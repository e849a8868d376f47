package ryot.engine.cache;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys and values of one sequence, in pages of {@link #PAGE} positions that are taken from a
 * pool as the sequence grows. Full pages can be shared: {@link #share} offers them to sequences
 * that begin with the same tokens, {@link #adopt} takes them over. A shared page is never written;
 * who goes on in the middle of one gets a copy.
 *
 * <p>Between {@link #reserve} and {@link #advance} different threads may write different positions
 * and read those written before. Everything else: one thread at a time.
 */
public final class KvCache {

  /** Positions per page. */
  public static final int PAGE = 64;

  private final KvPagePool pool;
  private final KvFormat format;
  private final int capacity;
  private final List<KvPage> pages = new ArrayList<>();
  private int length;

  /** Pages, from the first on, that the pool's index has and this cache has whole. */
  private int shared;

  private boolean closed;

  KvCache(KvPagePool pool, int capacity) {
    this.pool = pool;
    this.format = pool.format();
    this.capacity = requireCapacity(capacity);
  }

  /**
   * An empty cache with a pool of its own.
   *
   * @param capacity the most tokens it may ever hold
   */
  public KvCache(KvShape shape, KvType type, int capacity) {
    this(
        new KvPagePool(
            new KvLayout(shape, type),
            KvPagePool.pagesFor(requireCapacity(capacity)),
            Arena.ofAuto()),
        capacity);
  }

  private static int requireCapacity(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity " + capacity + ", must be at least 1 token");
    }
    return capacity;
  }

  /** Tokens held. */
  public int length() {
    return length;
  }

  /** The most tokens it may hold. */
  public int capacity() {
    return capacity;
  }

  /** Pages held, shared ones included. */
  public int pageCount() {
    return pages.size();
  }

  /** Bytes that these pages take. */
  public long sizeBytes() {
    return pages.size() * pool.layout().pageBytes();
  }

  /**
   * Forgets all tokens from position {@code newLength} on, and lets go of the pages that become
   * empty.
   */
  public void truncate(int newLength) {
    if (newLength < 0 || newLength > length) {
      throw new IllegalArgumentException("truncate to " + newLength + " of " + length + " tokens");
    }
    length = newLength;
    shared = Math.min(shared, newLength / PAGE);
    pool.release(pages, KvPagePool.pagesFor(newLength));
  }

  /** Lets go of everything; it takes no more tokens. */
  public void close() {
    truncate(0);
    closed = true;
  }

  /**
   * Makes room for {@code count} more tokens, which are then written position by position.
   *
   * @throws IllegalStateException if the capacity is exceeded, the pool has no room, or it is
   *     closed; nothing has changed
   */
  public void reserve(int count) {
    if (!tryReserve(count)) {
      throw new IllegalStateException(
          "%d more tokens after %d find no room in a pool of %d pages, of which %d are held"
              .formatted(count, length, pool.maxPages(), pool.heldPages()));
    }
  }

  /**
   * As {@link #reserve}.
   *
   * @return false, and nothing has changed, if the pool has no room
   */
  public boolean tryReserve(int count) {
    if (closed) {
      throw new IllegalStateException("the cache is closed");
    }
    if (count > capacity - length) {
      throw new IllegalStateException(
          "%d more tokens after %d do not fit a context of %d".formatted(count, length, capacity));
    }
    int missing = KvPagePool.pagesFor(length + count) - pages.size();
    if (missing > 0 && !pool.take(missing, pages)) {
      return false;
    }
    if (length % PAGE == 0 || pool.makeWritable(pages, length / PAGE)) {
      return true;
    }
    pool.release(pages, pages.size() - Math.max(0, missing));
    return false;
  }

  /**
   * Pages that would have to be taken for a cache of {@code total} tokens that begins with {@code
   * tokens[0, count)}; those that some cache holds already need not be.
   */
  public int missingPages(int[] tokens, int count, int total) {
    return KvPagePool.pagesFor(total) - pool.heldOf(tokens, count / PAGE);
  }

  /** Counts {@code count} tokens, written since {@link #reserve}, as held. */
  public void advance(int count) {
    if (length + count > pages.size() * PAGE) {
      throw new IllegalStateException(count + " tokens were not reserved");
    }
    length += count;
  }

  /**
   * Offers the full pages to whoever begins with the same tokens.
   *
   * @param tokens the tokens held; may be longer
   */
  public void share(int[] tokens) {
    int full = length / PAGE;
    if (full > shared) {
      pool.share(pages, shared, tokens, full);
      shared = full;
    }
  }

  /**
   * Takes over, behind its own full pages, those that the pool knows to hold what comes next in
   * {@code tokens}.
   *
   * @param tokens a text that begins with the tokens held
   * @param limit how many of them may be taken over at most
   * @return tokens held now
   */
  public int adopt(int[] tokens, int limit) {
    share(tokens);
    int known = pool.adopt(pages, shared, tokens, Math.min(limit, capacity) / PAGE);
    if (known > shared) {
      shared = known;
      length = known * PAGE;
    }
    return length;
  }

  /**
   * How many of {@code tokens[0, limit)}, by whole pages, the pool knows from some cache, present
   * or past.
   */
  public int knownTokens(int[] tokens, int limit) {
    return pool.knownOf(tokens, Math.min(limit, capacity) / PAGE) * PAGE;
  }

  /**
   * Takes over the pages of {@code prefix} beyond its own tokens. Nothing is taken over if there is
   * a gap between the two, or if the pool has no room; a page that was only begun may be forgotten
   * then.
   *
   * @param prefix of this cache's pool, complete; the caller closes it
   * @param tokens the text, which begins with the tokens held
   * @param limit how many of them may be held then at most
   * @return tokens held now
   */
  public int restore(KvPrefix prefix, int[] tokens, int limit) {
    int to = Math.min(prefix.tokens(), Math.min(limit, capacity));
    int first = length / PAGE;
    if (closed || to <= length || prefix.firstPage() > first) {
      return length;
    }
    truncate(first * PAGE);
    if (pool.takeOver(prefix.take(first, KvPagePool.pagesFor(to)), pages)) {
      length = to;
      share(tokens);
    }
    return length;
  }

  /**
   * Stores one token's keys and values in layer {@code layer} at {@code position}.
   *
   * @param keys {@code [heads, headSize]} at {@code keysOffset}
   * @param values {@code [heads, headSize]} at {@code valuesOffset}
   */
  public void write(
      int layer, int position, float[] keys, int keysOffset, float[] values, int valuesOffset) {
    MemorySegment page = pages.get(position / PAGE).memory;
    int slot = position % PAGE;
    int size = pool.layout().shape().headSize();
    for (int head = 0; head < pool.layout().shape().heads(); head++) {
      format.writeKeys(page, layer, head, slot, keys, keysOffset + head * size);
      format.writeValues(page, layer, head, slot, values, valuesOffset + head * size);
    }
  }

  /**
   * The keys of page {@code page}, {@code [headSize, PAGE]}, in {@code scratch}. At positions that
   * are not held stand zeros or what was forgotten.
   */
  public float[] keys(int layer, int head, int page, float[] scratch) {
    format.readKeys(pages.get(page).memory, layer, head, scratch);
    return scratch;
  }

  /** The values of page {@code page}, {@code [PAGE, headSize]}, likewise. */
  public float[] values(int layer, int head, int page, float[] scratch) {
    format.readValues(pages.get(page).memory, layer, head, scratch);
    return scratch;
  }

  /**
   * Page {@code page} itself, for kernels that read it as it is: native memory, laid out as {@link
   * #layout} says. Another segment may take its place at each {@link #reserve} and {@link #share}.
   */
  public MemorySegment page(int page) {
    return pages.get(page).memory;
  }

  /** Where everything lies in a page. */
  public KvLayout layout() {
    return pool.layout();
  }
}
