package ryot.engine.tokenizer;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;

/**
 * Finds which of some whole pieces, the longest if several, stands at a place in a text. Immutable.
 */
final class PieceTrie {
  private static final int NO_TOKEN = -1;

  private final LongIntMap children; // node << 16 | char to node; the root is node 0
  private final int[] tokens; // by node, NO_TOKEN where no piece ends
  private final BitSet firstChars;

  private PieceTrie(LongIntMap children, int[] tokens, BitSet firstChars) {
    this.children = children;
    this.tokens = tokens;
    this.firstChars = firstChars;
  }

  /** The trie of those pieces of {@code vocabulary} that {@code included} accepts. */
  static PieceTrie of(Vocabulary vocabulary, IntPredicate included) {
    int chars = 0;
    IntList ids = new IntList();
    for (int id = 0; id < vocabulary.size(); id++) {
      if (included.test(id)) {
        ids.add(id);
        chars += vocabulary.piece(id).length();
      }
    }
    LongIntMap children = new LongIntMap(chars);
    int[] tokens = new int[chars + 1];
    Arrays.fill(tokens, NO_TOKEN);
    BitSet firstChars = new BitSet();
    int nodes = 1;
    for (int each = 0; each < ids.size(); each++) {
      int id = ids.get(each);
      String piece = vocabulary.piece(id);
      if (piece.isEmpty()) {
        continue;
      }
      firstChars.set(piece.charAt(0));
      int node = 0;
      for (int i = 0; i < piece.length(); i++) {
        long edge = ((long) node << 16) | piece.charAt(i);
        int child = children.get(edge);
        if (child == LongIntMap.ABSENT) {
          child = nodes++;
          children.putIfAbsent(edge, child);
        }
        node = child;
      }
      tokens[node] = id;
    }
    return new PieceTrie(children, tokens, firstChars);
  }

  /** The token of the longest piece that begins at {@code from}, or -1. */
  int longestAt(String text, int from) {
    int longest = NO_TOKEN;
    if (!firstChars.get(text.charAt(from))) {
      return longest;
    }
    int node = 0;
    for (int i = from; i < text.length(); i++) {
      node = children.get(((long) node << 16) | text.charAt(i));
      if (node == LongIntMap.ABSENT) {
        break;
      }
      if (tokens[node] != NO_TOKEN) {
        longest = tokens[node];
      }
    }
    return longest;
  }
}
