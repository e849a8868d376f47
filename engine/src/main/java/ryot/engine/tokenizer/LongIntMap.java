package ryot.engine.tokenizer;

import java.util.Arrays;

/**
 * A hash map from longs to ints that are not negative, by open addressing at a load of at most one
 * half. Safe for many readers once filled.
 */
final class LongIntMap {
  /** What {@link #get} returns for a key that is not there. */
  static final int ABSENT = -1;

  private final long[] keys;
  private final int[] values;
  private final int shift;
  private final int mask;

  /** An empty map for at most {@code capacity} keys. */
  LongIntMap(int capacity) {
    int slots = Math.max(2, Integer.highestOneBit(Math.max(1, capacity)) << 2);
    this.keys = new long[slots];
    this.values = new int[slots];
    this.mask = slots - 1;
    this.shift = 64 - Integer.numberOfTrailingZeros(slots);
    Arrays.fill(values, ABSENT);
  }

  int get(long key) {
    int slot = slotOf(key);
    while (values[slot] != ABSENT) {
      if (keys[slot] == key) {
        return values[slot];
      }
      slot = (slot + 1) & mask;
    }
    return ABSENT;
  }

  /** Adds {@code key} if it is not there yet; an earlier value stays. */
  void putIfAbsent(long key, int value) {
    int slot = slotOf(key);
    while (values[slot] != ABSENT) {
      if (keys[slot] == key) {
        return;
      }
      slot = (slot + 1) & mask;
    }
    keys[slot] = key;
    values[slot] = value;
  }

  private int slotOf(long key) {
    return (int) ((key * 0x9E3779B97F4A7C15L) >>> shift);
  }
}
