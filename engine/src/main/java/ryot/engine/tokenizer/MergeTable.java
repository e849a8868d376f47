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
    for (int rank = 0; rank < results.length; rank++) {
      String merge = merges.get(rank);
      int space = merge.indexOf(' ', 1); // a piece may begin with a space of its own
      if (space < 0) {
        throw malformed(rank, "two pieces with a space between", merge);
      }
      String left = merge.substring(0, space);
      String right = merge.substring(space + 1);
      results[rank] = require(left + right, index, rank, merge);
      ranks.putIfAbsent(
          pair(require(left, index, rank, merge), require(right, index, rank, merge)), rank);
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

  private static int require(String piece, PieceIndex index, int rank, String merge) {
    int id = index.find(piece);
    if (id == PieceIndex.ABSENT) {
      throw malformed(rank, "pieces of the vocabulary", merge + "\" with the unknown \"" + piece);
    }
    return id;
  }

  private static MalformedTokenizerException malformed(int rank, String expected, String found) {
    return new MalformedTokenizerException(
        TokenizerSpec.MERGES_KEY + "[" + rank + "]", expected, "\"" + found + "\"");
  }
}
