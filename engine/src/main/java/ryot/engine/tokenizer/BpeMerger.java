package ryot.engine.tokenizer;

/**
 * Merges the symbols of one word after another, lowest rank first and leftmost among equals, until
 * nothing merges. Short words are scanned for the next merge, which is quadratic but quick; long
 * ones use a heap, so that a megabyte without a space takes n log n. Holds scratch memory: one
 * thread.
 */
final class BpeMerger {
  /** Up to this many symbols the scan is the faster of the two. */
  private static final int LONGEST_SCANNED = 48;

  private static final int NONE = -1;

  private final MergeTable merges;
  private final LongHeap heap = new LongHeap();
  private int[] ranks = new int[LONGEST_SCANNED]; // by symbol: of the merge with the next one
  private int[] previous = new int[0];
  private int[] next = new int[0];

  BpeMerger(MergeTable merges) {
    this.merges = merges;
  }

  /**
   * Merges {@code symbols[0, count)} in place.
   *
   * @param symbols token ids
   * @return how many remain, at the front
   */
  int merge(int[] symbols, int count) {
    return count <= LONGEST_SCANNED ? mergeByScan(symbols, count) : mergeByHeap(symbols, count);
  }

  /** The plain definition of byte-pair encoding. */
  int mergeByScan(int[] symbols, int count) {
    ensureRanks(count);
    for (int i = 0; i + 1 < count; i++) {
      ranks[i] = merges.rank(symbols[i], symbols[i + 1]);
    }
    int left = count;
    while (left > 1) {
      int best = 0;
      for (int i = 1; i + 1 < left; i++) {
        if (ranks[i] < ranks[best]) {
          best = i;
        }
      }
      if (ranks[best] == MergeTable.NO_RANK) {
        break;
      }
      symbols[best] = merges.result(ranks[best]);
      left--;
      System.arraycopy(symbols, best + 2, symbols, best + 1, left - best - 1);
      System.arraycopy(ranks, best + 1, ranks, best, left - best - 1);
      if (best > 0) {
        ranks[best - 1] = merges.rank(symbols[best - 1], symbols[best]);
      }
      if (best + 1 < left) {
        ranks[best] = merges.rank(symbols[best], symbols[best + 1]);
      }
    }
    return left;
  }

  /** The same by a heap of {@code rank << 32 | symbol}, whose outdated entries are passed over. */
  int mergeByHeap(int[] symbols, int count) {
    ensureRanks(count);
    if (next.length < count) {
      previous = new int[count];
      next = new int[count];
    }
    heap.clear();
    for (int i = 0; i < count; i++) {
      previous[i] = i - 1;
      next[i] = i + 1 < count ? i + 1 : NONE;
    }
    for (int i = 0; i < count; i++) {
      offer(symbols, i);
    }
    while (!heap.isEmpty()) {
      long entry = heap.remove();
      int rank = (int) (entry >>> 32);
      int at = (int) entry;
      if (ranks[at] != rank) {
        continue;
      }
      int right = next[at];
      symbols[at] = merges.result(rank);
      ranks[right] = MergeTable.NO_RANK;
      next[at] = next[right];
      if (next[at] != NONE) {
        previous[next[at]] = at;
      }
      offer(symbols, at);
      if (previous[at] != NONE) {
        offer(symbols, previous[at]);
      }
    }
    int left = 0;
    for (int i = 0; i != NONE && left < count; i = next[i]) {
      symbols[left++] = symbols[i];
    }
    return left;
  }

  private void offer(int[] symbols, int at) {
    int rank = next[at] == NONE ? MergeTable.NO_RANK : merges.rank(symbols[at], symbols[next[at]]);
    ranks[at] = rank;
    if (rank != MergeTable.NO_RANK) {
      heap.add(((long) rank << 32) | at);
    }
  }

  private void ensureRanks(int count) {
    if (ranks.length < count) {
      ranks = new int[count];
    }
  }
}
