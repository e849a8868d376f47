package ryot.lang.token;

import java.util.Arrays;
import java.util.List;

/** Cuts text by a set of tokens of any size, and counts. */
final class TrainingCut {

  private final byte[][] tokens;
  private final int[] base;
  private final int[] check;
  private final int[] key;

  TrainingCut(List<byte[]> unsorted) {
    tokens = unsorted.toArray(byte[][]::new);
    Arrays.sort(tokens, Arrays::compareUnsigned);
    int[] weights = new int[tokens.length];
    Arrays.fill(weights, 1);
    DoubleArray trie = new DoubleArray(tokens, weights);
    base = new int[trie.size()];
    check = new int[trie.size()];
    key = new int[trie.size()];
    for (int node = 0; node < base.length; node++) {
      base[node] = trie.base(node);
      check[node] = node == 0 ? -1 : trie.check(node);
      key[node] = trie.key(node);
    }
  }

  byte[] token(int index) {
    return tokens[index];
  }

  /** The longest token at {@code at} that is shorter than {@code limit}. */
  private int longest(byte[] bytes, int at, int end) {
    int node = 0;
    int best = -1;
    for (int read = at; read < end; read++) {
      int child = base[node] + (bytes[read] & 0xFF);
      if (check[child] != node) {
        break;
      }
      node = child;
      if (key[child] >= 0) {
        best = key[child];
      }
    }
    return best;
  }

  /** In how many pieces a token falls if it is not in the set itself. */
  int pieces(byte[] token) {
    int count = 0;
    for (int at = 0; at < token.length; count++) {
      int end = at == 0 ? token.length - 1 : token.length;
      at += tokens[longest(token, at, end)].length;
    }
    return count;
  }

  /**
   * Cuts every {@code stride}-th message.
   *
   * @param cap how often a token counts in a group at most
   * @param uses takes how often each token was used, in the order of {@link #token}
   * @return how many tokens the text makes
   */
  long count(TrainingText text, int stride, int cap, long[] uses) {
    int[] groups = new int[tokens.length];
    int[] inGroup = new int[tokens.length];
    Arrays.fill(groups, -1);
    byte[] bytes = text.bytes();
    long total = 0;
    for (int m = 0; m < text.count(); m += stride) {
      int end = text.end(m);
      int group = text.group(m);
      for (int at = text.start(m); at < end; total++) {
        int token = longest(bytes, at, end);
        if (groups[token] != group) {
          groups[token] = group;
          inGroup[token] = 0;
        }
        if (inGroup[token]++ < cap) {
          uses[token]++;
        }
        at += tokens[token].length;
      }
    }
    return total;
  }
}
