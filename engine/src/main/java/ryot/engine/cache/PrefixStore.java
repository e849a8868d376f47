package ryot.engine.cache;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.function.IntFunction;

/**
 * What remembers keys and values beyond an engine's memory, so that a text whose beginning is known
 * starts warm. It knows texts by pages: a page is named by its origin and all tokens of the text up
 * to its end, {@code text[0, length)}, and holds those from the last multiple of {@link
 * KvCache#PAGE} below {@code length} on. A page that is begun only is as large as its tokens:
 * {@link KvLayout#pack} draws it.
 *
 * <p>An engine asks before it computes a prompt and gives after an answer, from threads of its own,
 * never from the engine thread; it asks from one thread and gives from another at the same time.
 * Whatever a store throws, and an answer that comes too late, counts as knowing nothing. What it
 * gives back is trusted: a store that cannot tell a damaged page from a whole one must not give it.
 */
public interface PrefixStore {

  /**
   * Fills in the longest beginning of {@code text} that is known, as far as it is given back sooner
   * than it would be computed.
   *
   * @param text a prompt; borrowed until return
   * @param known how many of its tokens the engine holds already: pages that lie wholly within
   *     these are not asked for
   * @param limit at most so many tokens are of use; a page that holds more may be given all the
   *     same
   * @param memory the engine's memory for a page, by its place in the text from {@code known /}
   *     {@link KvCache#PAGE} on, of which the first {@link KvLayout#bytes} are to be filled; any
   *     thread may ask for it and fill it, until return
   * @return how many tokens of the text the pages hold, those before the first page included;
   *     {@code known} or fewer if nothing beyond them is known
   */
  int find(KvOrigin origin, int[] text, int known, int limit, IntFunction<MemorySegment> memory)
      throws IOException;

  /**
   * Whether the page that ends with {@code text[0, length)} is worth giving: not yet known, and
   * there is room for it.
   */
  boolean wants(KvOrigin origin, int[] text, int length) throws IOException;

  /**
   * Remembers a page.
   *
   * @param text borrowed until return, like {@code page}
   * @param page the page, or as much of it as holds its tokens; any thread may read it
   * @param computeNanos what computing its tokens took, or takes by the engine's latest
   *     measurement; 0 if it has none
   */
  void keep(KvOrigin origin, int[] text, int length, MemorySegment page, long computeNanos)
      throws IOException;
}
