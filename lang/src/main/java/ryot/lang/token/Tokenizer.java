package ryot.lang.token;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Cuts bytes into tokens: at each place the longest token that stands there. Immutable.
 *
 * <p>The trie is a double array whose nodes have bases of their own, so that a node is the child of
 * another by a byte if it is where that child would be and has that byte as label. A node is a
 * long: its label, its base, and the longest token on the way to it.
 *
 * <pre>
 * bit 0       9      32      48       64
 *     │ label │ base │ token │ length │
 * </pre>
 */
public final class Tokenizer {

  private static final int BASE_SHIFT = 9;
  private static final int LABEL_MASK = (1 << BASE_SHIFT) - 1;

  /** The label of a place without node: no byte. */
  private static final int NO_LABEL = 256;

  private static final int NODES_MAX = 1 << 22;
  private static final int TOKEN_SHIFT = 32;
  private static final int LENGTH_SHIFT = 48;

  /** Weight of a token of id 0 in the order of the trie, times 16; that of others falls as 1/id. */
  private static final int HEAVIEST = 1 << 28;

  /** Text shorter than this is not worth four walks. */
  private static final int QUARTERED_MIN = 128;

  private static final int SPACE_WITHIN = 32;

  private final long[] nodes;

  private Tokenizer(long[] nodes) {
    this.nodes = nodes;
  }

  /**
   * The tokenizer of a vocabulary.
   *
   * @throws IllegalArgumentException if its trie is too large
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
    }
    int[] weights = new int[keys.length];
    Arrays.setAll(weights, i -> HEAVIEST / (order[i] + 16));
    DoubleArray trie = new DoubleArray(keys, weights);
    if (trie.size() > NODES_MAX) {
      throw new IllegalArgumentException(
          "a vocabulary's trie has at most %d nodes".formatted(NODES_MAX));
    }
    long[] nodes = new long[trie.size()];
    for (int node = 0; node < nodes.length; node++) {
      int parent = trie.check(node);
      int label = node == 0 || parent < 0 ? NO_LABEL : node - trie.base(parent);
      nodes[node] = (long) trie.base(node) << BASE_SHIFT | label;
    }
    for (byte[] key : keys) {
      longest(trie, order, key, nodes);
    }
    return new Tokenizer(nodes);
  }

  /** Writes down the longest token at all nodes on the way to one. */
  private static void longest(DoubleArray trie, Integer[] order, byte[] key, long[] nodes) {
    int node = 0;
    long best = 0;
    for (int i = 0; i < key.length; i++) {
      node = trie.base(node) + (key[i] & 0xFF);
      int ends = trie.key(node);
      if (ends >= 0) {
        best = (long) order[ends] << TOKEN_SHIFT | (i + 1L) << LENGTH_SHIFT;
      }
      nodes[node] = (nodes[node] & 0xFFFF_FFFFL) | best;
    }
  }

  /**
   * Cuts {@code length} bytes. Long text is cut in four quarters at once, so that one walk goes on
   * while others wait for memory.
   *
   * @param ids takes the tokens from index {@code first}; holds at least {@code length} from there
   * @return how many tokens
   */
  public int tokenize(byte[] in, int from, int length, char[] ids, int first) {
    if (length < QUARTERED_MIN) {
      return walk(in, from, from + length, ids, first) - first;
    }
    int middle = near(in, from + length / 2, from + length / 4 * 3);
    long counts = walkFour(in, from, middle, from + length, ids, first, first + middle - from);
    int count = (int) counts;
    int countSecond = (int) (counts >>> Integer.SIZE);
    System.arraycopy(ids, first + middle - from, ids, first + count, countSecond);
    return count + countSecond;
  }

  /**
   * Cuts both halves of a text at once, as if each stood alone.
   *
   * @param cut where the second half begins
   * @param end where it ends
   * @param ids takes the tokens of the first half from index {@code first} and those of the second
   *     from index {@code second}; holds as many as a half has bytes from there
   * @return how many tokens the first half has, and 2^32 times as many as the second has
   */
  public long tokenizeHalves(
      byte[] in, int from, int cut, int end, char[] ids, int first, int second) {
    if (end - from < QUARTERED_MIN) {
      int count = walk(in, from, cut, ids, first) - first;
      return count | (long) (walk(in, cut, end, ids, second) - second) << Integer.SIZE;
    }
    return walkFour(in, from, cut, end, ids, first, second);
  }

  /** Where a quarter begins: at a space, if there is one soon. */
  private static int near(byte[] in, int at, int end) {
    int within = Math.min(end, at + SPACE_WITHIN);
    for (int i = at; i < within; i++) {
      if (in[i] == ' ' && in[i - 1] != ' ') {
        return i;
      }
    }
    return at;
  }

  private int walk(byte[] in, int from, int end, char[] ids, int first) {
    long[] trie = nodes;
    int at = from;
    int count = first;
    while (at < end) {
      long node = trie[0];
      int read = at;
      while (read < end) {
        int value = in[read] & 0xFF;
        long child = trie[((int) node >>> BASE_SHIFT) + value];
        if (((int) child & LABEL_MASK) != value) {
          break;
        }
        node = child;
        read++;
      }
      ids[count++] = (char) (node >>> TOKEN_SHIFT);
      at += (int) (node >>> LENGTH_SHIFT);
    }
    return count;
  }

  /**
   * One byte of each quarter at a time, without a branch for any: a walk that cannot go on leaves
   * its token and begins anew behind it.
   */
  private long walkFour(byte[] in, int from, int cut, int end, char[] ids, int first, int second) {
    long[] trie = nodes;
    long root = trie[0];
    int startB = near(in, from + (cut - from) / 2, cut);
    int startC = cut;
    int startD = near(in, cut + (end - cut) / 2, end);
    int lastA = startB - Vocabulary.TOKEN_BYTES_MAX - 1;
    int lastB = startC - Vocabulary.TOKEN_BYTES_MAX - 1;
    int lastC = startD - Vocabulary.TOKEN_BYTES_MAX - 1;
    int lastD = end - Vocabulary.TOKEN_BYTES_MAX - 1;
    int a = from;
    int b = startB;
    int c = startC;
    int d = startD;
    int readA = a;
    int readB = b;
    int readC = c;
    int readD = d;
    long nodeA = root;
    long nodeB = root;
    long nodeC = root;
    long nodeD = root;
    int countA = first;
    int countB = first + startB - from;
    int countC = second;
    int countD = second + startD - cut;
    while (((lastA - a) | (lastB - b) | (lastC - c) | (lastD - d)) >= 0) {
      int byteA = in[readA] & 0xFF;
      long childA = trie[((int) nodeA >>> BASE_SHIFT) + byteA];
      int onA = ((((int) childA & LABEL_MASK) ^ byteA) - 1) >> 31;
      ids[countA] = (char) (nodeA >>> TOKEN_SHIFT);
      countA += 1 + onA;
      a += (int) (nodeA >>> LENGTH_SHIFT) & ~onA;
      readA = a ^ ((a ^ (readA + 1)) & onA);
      nodeA = root ^ ((root ^ childA) & onA);
      int byteB = in[readB] & 0xFF;
      long childB = trie[((int) nodeB >>> BASE_SHIFT) + byteB];
      int onB = ((((int) childB & LABEL_MASK) ^ byteB) - 1) >> 31;
      ids[countB] = (char) (nodeB >>> TOKEN_SHIFT);
      countB += 1 + onB;
      b += (int) (nodeB >>> LENGTH_SHIFT) & ~onB;
      readB = b ^ ((b ^ (readB + 1)) & onB);
      nodeB = root ^ ((root ^ childB) & onB);
      int byteC = in[readC] & 0xFF;
      long childC = trie[((int) nodeC >>> BASE_SHIFT) + byteC];
      int onC = ((((int) childC & LABEL_MASK) ^ byteC) - 1) >> 31;
      ids[countC] = (char) (nodeC >>> TOKEN_SHIFT);
      countC += 1 + onC;
      c += (int) (nodeC >>> LENGTH_SHIFT) & ~onC;
      readC = c ^ ((c ^ (readC + 1)) & onC);
      nodeC = root ^ ((root ^ childC) & onC);
      int byteD = in[readD] & 0xFF;
      long childD = trie[((int) nodeD >>> BASE_SHIFT) + byteD];
      int onD = ((((int) childD & LABEL_MASK) ^ byteD) - 1) >> 31;
      ids[countD] = (char) (nodeD >>> TOKEN_SHIFT);
      countD += 1 + onD;
      d += (int) (nodeD >>> LENGTH_SHIFT) & ~onD;
      readD = d ^ ((d ^ (readD + 1)) & onD);
      nodeD = root ^ ((root ^ childD) & onD);
    }
    countA = walk(in, a, startB, ids, countA);
    countB = walk(in, b, startC, ids, countB);
    countC = walk(in, c, startD, ids, countC);
    countD = walk(in, d, end, ids, countD);
    int count = moved(ids, first + startB - from, countB, countA) - first;
    return count
        | (long) (moved(ids, second + startD - cut, countD, countC) - second) << Integer.SIZE;
  }

  /** Moves tokens to where those before them end, and says where they end themselves. */
  private static int moved(char[] ids, int from, int to, int at) {
    System.arraycopy(ids, from, ids, at, to - from);
    return at + to - from;
  }
}
