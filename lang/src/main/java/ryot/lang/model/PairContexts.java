package ryot.lang.model;

/**
 * Which pairs of tokens have a list of their own for what follows them: the contexts of order 2. A
 * hash table with steps to the next free place, half full at most. Immutable.
 */
final class PairContexts {

  /** Numbers of tokens, the opening ones among them, are below this. */
  static final int TOKENS_MAX = 1 << Character.SIZE;

  private static final int PRIOR_MASK = TOKENS_MAX - 1;

  /** {@code last << 16 | prior}, ascending. */
  private final long[] keys;

  private final int firstRecord;

  /** {@code key << 32 | record}; 0 where there is none, as no pair has the first record. */
  private final long[] slots;

  private final int shift;

  /**
   * The contexts of these pairs.
   *
   * @param keys as {@link #key} makes them, ascending; borrowed for good
   * @param firstRecord the record of the first; those of the others follow; at least 1
   */
  PairContexts(long[] keys, int firstRecord) {
    this.keys = keys;
    this.firstRecord = firstRecord;
    int bits = 1 + Integer.SIZE - Integer.numberOfLeadingZeros(keys.length);
    slots = new long[1 << bits];
    shift = Integer.SIZE - bits;
    for (int i = 0; i < keys.length; i++) {
      int at = home((int) keys[i]);
      while (slots[at] != 0) {
        at = at + 1 & slots.length - 1;
      }
      slots[at] = keys[i] << Integer.SIZE | firstRecord + i;
    }
  }

  /** A pair as a number below 2^32: the token before, and the one before that. */
  static long key(int last, int prior) {
    return (long) last << Character.SIZE | prior;
  }

  private int home(int key) {
    return (((key * 0x9E3779B1) ^ (key >>> Character.SIZE)) * 0x85EBCA6B) >>> shift;
  }

  /** The record of a pair, or -1 if it has none. */
  int record(int last, int prior) {
    int key = (int) key(last, prior);
    int at = home(key);
    while (true) {
      long slot = slots[at];
      if (slot == 0) {
        return -1;
      }
      if ((int) (slot >>> Integer.SIZE) == key) {
        return (int) slot;
      }
      at = at + 1 & slots.length - 1;
    }
  }

  /** Number of pairs. */
  int count() {
    return keys.length;
  }

  /** The record of the first pair. */
  int firstRecord() {
    return firstRecord;
  }

  /** The second token of a pair, by its place in the order. */
  int last(int index) {
    return (int) (keys[index] >>> Character.SIZE);
  }

  /** The first token of a pair, by its place in the order. */
  int prior(int index) {
    return (int) keys[index] & PRIOR_MASK;
  }
}
