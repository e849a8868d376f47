package ryot.engine.tokenizer;

import java.util.List;

/** Which two neighbouring pieces merge into which, and how urgently: rank 0 first. Immutable. */
final class MergeTable {
  /** The rank of two pieces that do not merge. */
  static final int NO_RANK = Integer.MAX_VALUE;

  private final LongIntMap ranks;
  private final int[] results;

  private MergeTable(LongIntMap ranks, int[] results) {
    this.ranks = ranks;
    this.results = results;
  }

  /**
   * The table of {@code merges}, each two pieces with a space between; of two merges of the same
   * pieces the first counts.
   *
   * @throws MalformedTokenizerException if a part or a result is no piece of the vocabulary
   */
  static MergeTable of(List<String> merges, PieceIndex index) {
    LongIntMap ranks = new LongIntMap(merges.size());
    int[] results = new int[merges.size()];
    char[] parts = new char[64];
    for (int rank = 0; rank < results.length; rank++) {
      String merge = merges.get(rank);
      int space = merge.indexOf(' ', 1); // a piece may begin with a space of its own
      if (space < 0) {
        throw malformed(rank, "two pieces with a space between", merge);
      }
      int length = merge.length() - 1;
      if (parts.length < length) {
        parts = new char[2 * length];
      }
      merge.getChars(0, space, parts, 0);
      merge.getChars(space + 1, merge.length(), parts, space);
      results[rank] = require(parts, 0, length, index, rank, merge);
      int left = require(parts, 0, space, index, rank, merge);
      int right = require(parts, space, length - space, index, rank, merge);
      ranks.putIfAbsent(pair(left, right), rank);
    }
    return new MergeTable(ranks, results);
  }

  /** How urgently two pieces merge, or {@link #NO_RANK}. */
  int rank(int left, int right) {
    int rank = ranks.get(pair(left, right));
    return rank == LongIntMap.ABSENT ? NO_RANK : rank;
  }

  /** The piece that the merge of this rank makes. */
  int result(int rank) {
    return results[rank];
  }

  private static long pair(int left, int right) {
    return ((long) left << 32) | right;
  }

  private static int require(
      char[] parts, int from, int length, PieceIndex index, int rank, String merge) {
    int id = index.find(parts, from, length);
    if (id == PieceIndex.ABSENT) {
      String piece = new String(parts, from, length);
      throw malformed(rank, "pieces of the vocabulary", merge + "\" with the unknown \"" + piece);
    }
    return id;
  }

  private static MalformedTokenizerException malformed(int rank, String expected, String found) {
    return new MalformedTokenizerException(
        TokenizerSpec.MERGES_KEY + "[" + rank + "]", expected, "\"" + found + "\"");
  }
}
