package ryot.lang.token;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Cuts bytes into tokens: at each place the longest token that stands there. Immutable.
 *
 * <p>The trie is a double array whose nodes have bases of their own, so that a node is the child of
 * another by a byte if it is where that child would be and has that byte as label. A node is an
 * int, base and label; the longest token on the way to it is in another array, looked up once a
 * token.
 *
 * <pre>
 * bit 0        9                 31
 *     │ label  │ base             │
 * </pre>
 */
public final class Tokenizer {

  private static final int LABEL_BITS = 9;
  private static final int LABEL_MASK = (1 << LABEL_BITS) - 1;

  /** The label of a place without node: no byte. */
  private static final int NO_LABEL = 256;

  private static final int NODES_MAX = 1 << 22;
  private static final int LENGTH_SHIFT = 16;

  /** Weight of a token of id 0 in the order of the trie, times 16; that of others falls as 1/id. */
  private static final int HEAVIEST = 1 << 28;

  /** Text shorter than this is not worth four walks. */
  private static final int QUARTERED_MIN = 256;

  private static final int SPACE_WITHIN = 32;

  private final int[] nodes;

  /** Per node: {@code length << 16 | token}, the longest on the way to it. */
  private final int[] longest;

  private Tokenizer(int[] nodes, int[] longest) {
    this.nodes = nodes;
    this.longest = longest;
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
    int[] weights = new int[keys.length];
    Arrays.setAll(weights, i -> HEAVIEST / (order[i] + 16));
    DoubleArray trie = new DoubleArray(keys, weights);
    if (trie.size() > NODES_MAX) {
      throw new IllegalArgumentException(
          "a vocabulary's trie has at most %d nodes".formatted(NODES_MAX));
    }
    int[] nodes = new int[trie.size()];
    for (int node = 0; node < nodes.length; node++) {
      int parent = trie.check(node);
      int label = node == 0 || parent < 0 ? NO_LABEL : node - trie.base(parent);
      nodes[node] = trie.base(node) << LABEL_BITS | label;
    }
    return new Tokenizer(nodes, longest(trie, order, keys));
  }

  private static int[] longest(DoubleArray trie, Integer[] order, byte[][] keys) {
    int[] longest = new int[trie.size()];
    for (byte[] key : keys) {
      int node = 0;
      int best = 0;
      for (int i = 0; i < key.length; i++) {
        node = trie.base(node) + (key[i] & 0xFF);
        int ends = trie.key(node);
        if (ends >= 0) {
          best = order[ends] | (i + 1) << LENGTH_SHIFT;
        }
        longest[node] = best;
      }
    }
    return longest;
  }

  /**
   * Cuts {@code length} bytes. Long text is cut in four quarters at once, so that one walk goes on
   * while others wait for memory.
   *
   * @param ids takes the tokens from index 0; holds at least {@code length}
   * @return how many tokens
   */
  public int tokenize(byte[] in, int from, int length, char[] ids) {
    int end = from + length;
    if (length < QUARTERED_MIN) {
      return walk(in, from, end, ids, 0);
    }
    return walkFour(in, from, length, ids);
  }

  /** Where a quarter begins: at a space, if there is one soon. */
  private static int near(byte[] in, int half) {
    for (int i = half; i < half + SPACE_WITHIN; i++) {
      if (in[i] == ' ' && in[i - 1] != ' ') {
        return i;
      }
    }
    return half;
  }

  private int walk(byte[] in, int from, int end, char[] ids, int first) {
    int[] trie = nodes;
    int at = from;
    int count = first;
    while (at < end) {
      int node = 0;
      int read = at;
      while (read < end) {
        int value = in[read] & 0xFF;
        int child = (trie[node] >>> LABEL_BITS) + value;
        if ((trie[child] & LABEL_MASK) != value) {
          break;
        }
        node = child;
        read++;
      }
      int best = longest[node];
      ids[count++] = (char) best;
      at += best >>> LENGTH_SHIFT;
    }
    return count;
  }

  /**
   * One token of each quarter at a time, without a branch for any: a walk that has come to its end
   * stays there, until all have.
   */
  private int walkFour(byte[] in, int from, int length, char[] ids) {
    int[] trie = nodes;
    int[] found = longest;
    int root = trie[0];
    int end = from + length;
    int startB = near(in, from + length / 4);
    int startC = near(in, from + length / 2);
    int startD = near(in, from + length / 4 * 3);
    int a = from;
    int b = startB;
    int c = startC;
    int d = startD;
    int countA = 0;
    int countB = startB - from;
    int countC = startC - from;
    int countD = startD - from;
    int lastA = startB - Vocabulary.TOKEN_BYTES_MAX;
    int lastB = startC - Vocabulary.TOKEN_BYTES_MAX;
    int lastC = startD - Vocabulary.TOKEN_BYTES_MAX;
    int lastD = end - Vocabulary.TOKEN_BYTES_MAX;
    while (a < lastA && b < lastB && c < lastC && d < lastD) {
      int entryA = root;
      int nodeA = 0;
      int readA = a;
      int entryB = root;
      int nodeB = 0;
      int readB = b;
      int entryC = root;
      int nodeC = 0;
      int readC = c;
      int entryD = root;
      int nodeD = 0;
      int readD = d;
      int onA;
      int onB;
      int onC;
      int onD;
      do {
        int byteA = in[readA] & 0xFF;
        int childA = (entryA >>> LABEL_BITS) + byteA;
        int nextA = trie[childA];
        onA = (((nextA & LABEL_MASK) ^ byteA) - 1) >> 31;
        entryA ^= (entryA ^ nextA) & onA;
        nodeA ^= (nodeA ^ childA) & onA;
        readA -= onA;
        int byteB = in[readB] & 0xFF;
        int childB = (entryB >>> LABEL_BITS) + byteB;
        int nextB = trie[childB];
        onB = (((nextB & LABEL_MASK) ^ byteB) - 1) >> 31;
        entryB ^= (entryB ^ nextB) & onB;
        nodeB ^= (nodeB ^ childB) & onB;
        readB -= onB;
        int byteC = in[readC] & 0xFF;
        int childC = (entryC >>> LABEL_BITS) + byteC;
        int nextC = trie[childC];
        onC = (((nextC & LABEL_MASK) ^ byteC) - 1) >> 31;
        entryC ^= (entryC ^ nextC) & onC;
        nodeC ^= (nodeC ^ childC) & onC;
        readC -= onC;
        int byteD = in[readD] & 0xFF;
        int childD = (entryD >>> LABEL_BITS) + byteD;
        int nextD = trie[childD];
        onD = (((nextD & LABEL_MASK) ^ byteD) - 1) >> 31;
        entryD ^= (entryD ^ nextD) & onD;
        nodeD ^= (nodeD ^ childD) & onD;
        readD -= onD;
      } while ((onA | onB | onC | onD) != 0);
      int bestA = found[nodeA];
      ids[countA++] = (char) bestA;
      a += bestA >>> LENGTH_SHIFT;
      int bestB = found[nodeB];
      ids[countB++] = (char) bestB;
      b += bestB >>> LENGTH_SHIFT;
      int bestC = found[nodeC];
      ids[countC++] = (char) bestC;
      c += bestC >>> LENGTH_SHIFT;
      int bestD = found[nodeD];
      ids[countD++] = (char) bestD;
      d += bestD >>> LENGTH_SHIFT;
    }
    countA = walk(in, a, startB, ids, countA);
    countB = walk(in, b, startC, ids, countB);
    countC = walk(in, c, startD, ids, countC);
    countD = walk(in, d, end, ids, countD);
    int count = moved(ids, startB - from, countB, countA);
    count = moved(ids, startC - from, countC, count);
    return moved(ids, startD - from, countD, count);
  }

  private static int moved(char[] ids, int from, int to, int at) {
    System.arraycopy(ids, from, ids, at, to - from);
    return at + to - from;
  }
}
