package ryot.lang.model;

import java.util.Arrays;

/**
 * Finds the rank of a token in a context's list: what the encoder asks where the decoder looks up.
 * Immutable once built.
 *
 * <p>One small hash table with linear probing per list, one after the other, so that what is asked
 * about a frequent context stays together in the cache. An entry is {@code token << 8 | rank}; no
 * list has more than 255 tokens, so that {@link #NONE} is none.
 */
final class PairIndex {

  private static final int NONE = -1;
  private static final int SHIFT_BITS = 5;

  /** Per record: where its table begins, and 32 less the bits of its size. */
  private final int[] tables;

  private final int[] entries;

  /** The index of all lists. */
  PairIndex(ContextLists lists) {
    tables = new int[lists.count()];
    int total = 0;
    for (int record = 0; record < tables.length; record++) {
      int size = lists.size(record);
      int bits = Math.max(1, 32 - Integer.numberOfLeadingZeros(size + size / 2));
      tables[record] = total << SHIFT_BITS | 32 - bits;
      total += 1 << bits;
    }
    entries = new int[total];
    Arrays.fill(entries, NONE);
    for (int record = 0; record < tables.length; record++) {
      for (int rank = 0; rank < lists.size(record); rank++) {
        put(record, lists.token(record, rank), rank);
      }
    }
  }

  private void put(int record, int token, int rank) {
    int table = tables[record];
    int from = table >>> SHIFT_BITS;
    int mask = -1 >>> table;
    int at = (token * 0x9E3779B1) >>> table;
    while (entries[from + at] != NONE) {
      at = at + 1 & mask;
    }
    entries[from + at] = token << 8 | rank;
  }

  /** The rank of a token, or -1. */
  int rank(int record, int token) {
    int table = tables[record];
    int from = table >>> SHIFT_BITS;
    int at = (token * 0x9E3779B1) >>> table;
    int entry = entries[from + at];
    while (entry >>> 8 != token) {
      if (entry == NONE) {
        return -1;
      }
      at = at + 1 & -1 >>> table;
      entry = entries[from + at];
    }
    return entry & 0xFF;
  }
}
