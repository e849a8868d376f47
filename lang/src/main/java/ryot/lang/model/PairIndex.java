package ryot.lang.model;

/**
 * Finds the rank of a token in a context's list: what the encoder asks where the decoder looks up.
 * Immutable once built.
 *
 * <p>A hash table with linear probing. The key, record and token, is mixed by a bijection of 32
 * bits, whose leading bits are the home of an entry and whose trailing bits are kept in it with the
 * distance from home: so an entry of 32 bits is an exact key and a rank.
 *
 * <pre>
 * bit 0      8          16                31        32
 *     │ rank │ distance │ trailing bits   │ present │
 * </pre>
 */
final class PairIndex {

  private static final int DISTANCE_SHIFT = 8;
  private static final int DISTANCE_MAX = 255;
  private static final int KEY_SHIFT = 16;
  private static final int BITS_MIN = 17;
  private static final int PRESENT = 1 << 31;

  private final int[] entries;
  private final int bits;

  private PairIndex(int bits) {
    this.bits = bits;
    this.entries = new int[1 << bits];
  }

  /** The index of all lists. */
  static PairIndex of(ContextLists lists) {
    long total = 0;
    for (int r = 0; r < lists.count(); r++) {
      total += lists.size(r * ContextLists.RECORD);
    }
    int bits = Math.max(BITS_MIN, 64 - Long.numberOfLeadingZeros(total + total / 2));
    while (true) {
      PairIndex index = new PairIndex(bits);
      if (index.fill(lists)) {
        return index;
      }
      bits++;
    }
  }

  private boolean fill(ContextLists lists) {
    for (int r = 0; r < lists.count(); r++) {
      int record = r * ContextLists.RECORD;
      for (int rank = 0; rank < lists.size(record); rank++) {
        if (!put(r, lists.token(record, rank), rank)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean put(int record, int token, int rank) {
    int mixed = mix(record, token);
    int home = mixed >>> (32 - bits);
    int trailing = (mixed & (1 << (32 - bits)) - 1) << KEY_SHIFT;
    for (int distance = 0; distance <= DISTANCE_MAX; distance++) {
      int at = home + distance & (1 << bits) - 1;
      if (entries[at] == 0) {
        entries[at] = PRESENT | trailing | distance << DISTANCE_SHIFT | rank;
        return true;
      }
    }
    return false;
  }

  /**
   * The rank of a token, or -1.
   *
   * @param record number of the record, not its place
   */
  int rank(int record, int token) {
    int mixed = mix(record, token);
    int at = mixed >>> (32 - bits);
    int wanted = PRESENT | (mixed & (1 << (32 - bits)) - 1) << KEY_SHIFT;
    int mask = (1 << bits) - 1;
    int entry = entries[at];
    while (entry != 0) {
      if ((entry & -(1 << DISTANCE_SHIFT)) == wanted) {
        return entry & 0xFF;
      }
      wanted += 1 << DISTANCE_SHIFT;
      at = at + 1 & mask;
      entry = entries[at];
    }
    return -1;
  }

  private static int mix(int record, int token) {
    int key = record << 16 | token;
    key *= 0x9E3779B1;
    key ^= key >>> 15;
    key *= 0x85EBCA6B;
    key ^= key >>> 16;
    return key * 0xC2B2AE35;
  }
}
