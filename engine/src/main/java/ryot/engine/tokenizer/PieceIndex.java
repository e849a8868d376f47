package ryot.engine.tokenizer;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Finds the id of a piece from a stretch of characters, without making a string of it. Open
 * addressing at a load of at most one half. Immutable.
 */
final class PieceIndex {
  /** What the finders return for a stretch that is no piece. */
  static final int ABSENT = -1;

  private final List<String> pieces;
  private final int[] slots;
  private final int mask;
  private final int longest;

  private final IntPredicate counts;

  private PieceIndex(List<String> pieces, int[] slots, int longest, IntPredicate counts) {
    this.pieces = pieces;
    this.slots = slots;
    this.mask = slots.length - 1;
    this.longest = longest;
    this.counts = counts;
  }

  /**
   * The index of {@code pieces}; empty ones are never found.
   *
   * @throws MalformedTokenizerException if two of them are the same
   */
  static PieceIndex of(List<String> pieces) {
    int[] slots = new int[Integer.highestOneBit(pieces.size()) << 2];
    Arrays.fill(slots, ABSENT);
    PieceIndex index = new PieceIndex(pieces, slots, 0, _ -> true);
    int longest = 0;
    for (int id = 0; id < pieces.size(); id++) {
      String piece = pieces.get(id);
      if (!piece.isEmpty()) {
        index.insert(piece, id);
        longest = Math.max(longest, piece.length());
      }
    }
    return new PieceIndex(pieces, slots, longest, _ -> true);
  }

  /** The same index, in which only those pieces are found whose ids {@code counting} accepts. */
  PieceIndex only(IntPredicate counting) {
    return new PieceIndex(pieces, slots, longest, counting);
  }

  private void insert(String piece, int id) {
    int slot = spread(piece.hashCode()) & mask;
    while (slots[slot] != ABSENT) {
      if (pieces.get(slots[slot]).equals(piece)) {
        throw new MalformedTokenizerException(
            TokenizerSpec.PIECES_KEY,
            "every token once",
            "\"" + piece + "\" as token " + slots[slot] + " and as token " + id);
      }
      slot = (slot + 1) & mask;
    }
    slots[slot] = id;
  }

  /** The id of {@code piece}, or {@link #ABSENT}. */
  int find(String piece) {
    int slot = spread(piece.hashCode()) & mask;
    while (slots[slot] != ABSENT) {
      if (pieces.get(slots[slot]).equals(piece)) {
        return counts.test(slots[slot]) ? slots[slot] : ABSENT;
      }
      slot = (slot + 1) & mask;
    }
    return ABSENT;
  }

  /** The id of the piece {@code text[from, from + length)}, or {@link #ABSENT}. */
  int find(char[] text, int from, int length) {
    if (length > longest) {
      return ABSENT;
    }
    int hash = 0; // as String.hashCode defines it
    for (int i = from; i < from + length; i++) {
      hash = 31 * hash + text[i];
    }
    int slot = spread(hash) & mask;
    while (slots[slot] != ABSENT) {
      if (matches(pieces.get(slots[slot]), text, from, length)) {
        return counts.test(slots[slot]) ? slots[slot] : ABSENT;
      }
      slot = (slot + 1) & mask;
    }
    return ABSENT;
  }

  /** Length of the longest piece, in chars, whether it counts or not. */
  int longest() {
    return longest;
  }

  private static boolean matches(String piece, char[] text, int from, int length) {
    if (piece.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (piece.charAt(i) != text[from + i]) {
        return false;
      }
    }
    return true;
  }

  private static int spread(int hash) {
    return ((hash * 0x9E3779B9) >>> 8) ^ hash;
  }
}
