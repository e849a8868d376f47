package ryot.lang.token;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Cuts bytes into tokens: at each place the longest token that stands there. Immutable.
 *
 * <p>The trie is a double array, one long a node: where its children are, whose child it is, and
 * the longest token on the way to it, so that the walk needs one load a byte and no memory of its
 * own.
 *
 * <pre>
 * bit 0        16      21            42                 64
 *     │ token   │ length │ base        │ parent           │
 * </pre>
 */
public final class Tokenizer {

  private static final int LENGTH_SHIFT = 16;
  private static final int BASE_SHIFT = 21;
  private static final int PARENT_SHIFT = 42;
  private static final int NODE_MASK = (1 << 21) - 1;
  private static final long NO_PARENT = (1L << 22) - 1;

  private final long[] nodes;

  private Tokenizer(long[] nodes) {
    this.nodes = nodes;
  }

  /**
   * The tokenizer of a vocabulary.
   *
   * @throws IllegalArgumentException if two tokens have the same text
   */
  public static Tokenizer of(Vocabulary vocabulary) {
    Integer[] order = new Integer[vocabulary.size()];
    byte[][] texts = new byte[vocabulary.size()][];
    for (int id = 0; id < order.length; id++) {
      order[id] = id;
      texts[id] = vocabulary.text(id);
    }
    Arrays.sort(order, Comparator.comparing(id -> texts[id], Arrays::compareUnsigned));
    byte[][] keys = new byte[order.length][];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = texts[order[i]];
      if (i > 0 && Arrays.equals(keys[i], keys[i - 1])) {
        throw new IllegalArgumentException(
            "tokens %d and %d have the same text".formatted(order[i - 1], order[i]));
      }
    }
    DoubleArray trie = new DoubleArray(keys);
    if (trie.size() > NODE_MASK) {
      throw new IllegalArgumentException(
          "a vocabulary's trie has at most %d nodes".formatted(NODE_MASK));
    }
    long[] nodes = new long[trie.size()];
    for (int node = 0; node < nodes.length; node++) {
      long parent = trie.check(node) < 0 ? NO_PARENT : trie.check(node);
      nodes[node] = parent << PARENT_SHIFT | (long) trie.base(node) << BASE_SHIFT;
    }
    nodes[0] |= NO_PARENT << PARENT_SHIFT;
    inherit(trie, nodes, order, keys);
    return new Tokenizer(nodes);
  }

  /** Gives every node the longest token that ends on the way to it. */
  private static void inherit(DoubleArray trie, long[] nodes, Integer[] order, byte[][] keys) {
    for (byte[] key : keys) {
      int node = 0;
      long best = 0;
      for (int i = 0; i < key.length; i++) {
        node = trie.base(node) + (key[i] & 0xFF);
        int ends = trie.key(node);
        if (ends >= 0) {
          best = order[ends] | (long) (i + 1) << LENGTH_SHIFT;
        }
        nodes[node] = (nodes[node] & -(1L << BASE_SHIFT)) | best;
      }
    }
  }

  /**
   * Cuts {@code length} bytes.
   *
   * @param ids takes the tokens from index 0; holds at least {@code length}
   * @return how many tokens
   */
  public int tokenize(byte[] in, int from, int length, char[] ids) {
    long[] trie = nodes;
    int end = from + length;
    int at = from;
    int count = 0;
    while (at < end) {
      int node = 0;
      long entry = trie[0];
      int read = at;
      while (read < end) {
        int child = ((int) (entry >>> BASE_SHIFT) & NODE_MASK) + (in[read] & 0xFF);
        long next = trie[child];
        if (next >>> PARENT_SHIFT != node) {
          break;
        }
        node = child;
        entry = next;
        read++;
      }
      ids[count++] = (char) entry;
      at += (int) (entry >>> LENGTH_SHIFT) & 31;
    }
    return count;
  }
}
