package ryot.engine.cache;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/** The simplest store: a map from origin and tokens to pages. Tests override what is to fail. */
public class MemoryPrefixStore implements PrefixStore {

  /** The pages by what names them. */
  public final Map<String, byte[]> pages = new ConcurrentHashMap<>();

  /** An empty store. */
  public MemoryPrefixStore() {}

  private static String name(KvOrigin origin, int[] text, int length) {
    return origin.identity() + Arrays.toString(Arrays.copyOf(text, length));
  }

  @Override
  public int find(
      KvOrigin origin, int[] text, int known, int limit, IntFunction<MemorySegment> memory)
      throws IOException {
    int page = known / KvCache.PAGE;
    int end = page * KvCache.PAGE;
    while (end < limit) {
      int next = Math.min(text.length, end + KvCache.PAGE);
      while (next > end && !pages.containsKey(name(origin, text, next))) {
        next--;
      }
      if (next == end) {
        break;
      }
      byte[] held = Objects.requireNonNull(pages.get(name(origin, text, next)));
      MemorySegment.copy(held, 0, memory.apply(page++), JAVA_BYTE, 0, held.length);
      end = next;
      if (next % KvCache.PAGE != 0) {
        break;
      }
    }
    return end;
  }

  @Override
  public boolean wants(KvOrigin origin, int[] text, int length) throws IOException {
    return !pages.containsKey(name(origin, text, length));
  }

  @Override
  public void keep(KvOrigin origin, int[] text, int length, MemorySegment page, long computeNanos)
      throws IOException {
    pages.put(name(origin, text, length), page.toArray(JAVA_BYTE));
  }
}
