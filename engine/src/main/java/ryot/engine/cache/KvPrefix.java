package ryot.engine.cache;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Keys and values of the beginning of a text, as a {@link PrefixStore} gives them back.
 *
 * @param firstPage the place of the first of {@code pages} in the text; those before it were known
 * @param pages pages from there on, laid out as the origin says, of which the last may be begun
 *     only. Whoever gives them neither changes nor frees them as long as anybody refers to them
 * @param tokens how many tokens of the text the pages hold, those before the first page included
 */
public record KvPrefix(int firstPage, List<MemorySegment> pages, int tokens) {

  /** Nothing is known. */
  public static final KvPrefix NONE = new KvPrefix(0, List.of(), 0);

  /** Copies the list. */
  public KvPrefix {
    pages = List.copyOf(pages);
    if (firstPage < 0 || KvPagePool.pagesFor(tokens) != firstPage + pages.size()) {
      throw new IllegalArgumentException(
          "%d pages from page %d on do not end with token %d"
              .formatted(pages.size(), firstPage, tokens));
    }
  }
}
