package ryot.engine.cache;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Full pages by what they hold: a tree whose edges are the 64 tokens of a page, so that the way
 * from the root to a page spells the whole text that its keys and values depend on. Tokens are
 * compared one by one; a hash only finds where to look.
 *
 * <p>Pages that no cache holds are idle and may be evicted. A cache holds its pages from the root
 * down and lets go of them from the end up, so a page becomes idle after all pages below it, and
 * the one that has been idle longest is always a leaf.
 */
final class PrefixIndex {

  /**
   * A page and its place.
   *
   * @param siblings where it is entered
   * @param tokens what it is entered under
   * @param children the pages that continue it
   */
  record Node(Map<Tokens, Node> siblings, Tokens tokens, KvPage page, Map<Tokens, Node> children) {

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /** The tokens of one page. Comparable, so that equal hashes do not make a map slow. */
  @SuppressWarnings("ArrayRecordComponent") // equality is by content
  record Tokens(int[] ids) implements Comparable<Tokens> {

    static Tokens ofPage(int[] tokens, int page) {
      int from = page * KvCache.PAGE;
      return new Tokens(Arrays.copyOfRange(tokens, from, from + KvCache.PAGE));
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Tokens that && Arrays.equals(ids, that.ids);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(ids);
    }

    @Override
    public int compareTo(Tokens other) {
      return Arrays.compare(ids, other.ids);
    }
  }

  private final Map<Tokens, Node> roots = new HashMap<>();

  /** Longest idle first. */
  private final LinkedHashSet<Node> idle = new LinkedHashSet<>();

  /** The page after {@code parent} (null at the beginning of a text) that holds {@code tokens}. */
  @Nullable Node find(@Nullable Node parent, Tokens tokens) {
    return below(parent).get(tokens);
  }

  /** Enters {@code page}, which is held, as what follows {@code parent}. */
  void add(@Nullable Node parent, Tokens tokens, KvPage page) {
    Map<Tokens, Node> siblings = below(parent);
    Node node = new Node(siblings, tokens, page, new HashMap<>());
    Node before = siblings.put(tokens, node);
    assert before == null : "a page is entered twice";
    page.node = node;
  }

  private Map<Tokens, Node> below(@Nullable Node parent) {
    return parent == null ? roots : parent.children;
  }

  /** Pages that are idle. */
  int idleCount() {
    return idle.size();
  }

  /** A cache has taken hold of a page that was idle. */
  void unidle(Node node) {
    idle.remove(node);
  }

  /** No cache holds the page any more. */
  void idle(Node node) {
    idle.add(node);
  }

  /** Removes the page that has been idle longest and returns it; null if none is idle. */
  @Nullable KvPage evictEldest() {
    if (idle.isEmpty()) {
      return null;
    }
    Node eldest = idle.removeFirst();
    assert eldest.children.isEmpty() : "a page became idle before one that continues it";
    remove(eldest);
    return eldest.page;
  }

  /** Removes a page that one cache alone holds, so that it may write it. */
  void remove(Node node) {
    node.siblings.remove(node.tokens);
    node.page.node = null;
  }
}
