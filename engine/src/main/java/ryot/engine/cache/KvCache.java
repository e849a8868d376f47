package ryot.engine.cache;

import java.util.ArrayList;
import java.util.List;

/**
 * The keys and values of one sequence, in pages of {@link #PAGE} positions that are allocated as
 * the sequence grows. A page holds, for each layer and head,
 *
 * <pre>
 * keys    [headSize, PAGE]   one row per dimension, so that a vector of positions is scored at once
 * values  [PAGE, headSize]   one row per position, so that a vector of dimensions is summed at once
 * </pre>
 *
 * <p>Between {@link #reserve} and {@link #advance} different threads may write different positions
 * and read those written before. Everything else: engine thread only.
 */
public final class KvCache {

  /** Positions per page. */
  public static final int PAGE = 64;

  private final KvShape shape;
  private final KvType type;
  private final int capacity;
  private final List<KvPage> pages = new ArrayList<>();
  private int length;

  /**
   * An empty cache.
   *
   * @param capacity the most tokens it may ever hold
   */
  public KvCache(KvShape shape, KvType type, int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity " + capacity + ", must be at least 1 token");
    }
    this.shape = shape;
    this.type = type;
    this.capacity = capacity;
  }

  /** Tokens held. */
  public int length() {
    return length;
  }

  /** The most tokens it may hold. */
  public int capacity() {
    return capacity;
  }

  /** Bytes that the allocated pages take. */
  public long sizeBytes() {
    return pages.size() * PAGE * shape.bytesPerToken(type);
  }

  /**
   * Forgets all tokens from position {@code newLength} on, and frees the pages that become empty.
   */
  public void truncate(int newLength) {
    if (newLength < 0 || newLength > length) {
      throw new IllegalArgumentException("truncate to " + newLength + " of " + length + " tokens");
    }
    length = newLength;
    int kept = (newLength + PAGE - 1) / PAGE;
    pages.subList(kept, pages.size()).clear();
  }

  /**
   * Makes room for {@code count} more tokens, which are then written position by position.
   *
   * @throws IllegalStateException if the capacity is exceeded
   */
  public void reserve(int count) {
    if (count > capacity - length) {
      throw new IllegalStateException(
          "%d more tokens after %d do not fit a context of %d".formatted(count, length, capacity));
    }
    while (pages.size() * PAGE < length + count) {
      pages.add(KvPage.allocate(shape, type));
    }
  }

  /** Counts {@code count} tokens, written since {@link #reserve}, as held. */
  public void advance(int count) {
    if (length + count > pages.size() * PAGE) {
      throw new IllegalStateException(count + " tokens were not reserved");
    }
    length += count;
  }

  /**
   * Stores one token's keys and values in layer {@code layer} at {@code position}.
   *
   * @param keys {@code [heads, headSize]} at {@code keysOffset}
   * @param values {@code [heads, headSize]} at {@code valuesOffset}
   */
  public void write(
      int layer, int position, float[] keys, int keysOffset, float[] values, int valuesOffset) {
    KvPage page = pages.get(position / PAGE);
    for (int head = 0; head < shape.heads(); head++) {
      int at = head * shape.headSize();
      page.write(layer, head, position % PAGE, keys, keysOffset + at, values, valuesOffset + at);
    }
  }

  /**
   * The keys of page {@code page}, {@code [headSize, PAGE]}: the cache's own array, not to be
   * written, or {@code scratch}, filled.
   */
  public float[] keys(int layer, int head, int page, float[] scratch) {
    return pages.get(page).keys(layer, head, scratch);
  }

  /** The values of page {@code page}, {@code [PAGE, headSize]}, likewise. */
  public float[] values(int layer, int head, int page, float[] scratch) {
    return pages.get(page).values(layer, head, scratch);
  }
}
