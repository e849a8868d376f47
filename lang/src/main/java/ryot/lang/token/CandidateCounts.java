package ryot.lang.token;

import java.util.Arrays;

/**
 * Counts byte strings of up to 16 bytes, in bounded memory: when the table is full, what was seen
 * least is forgotten. A string counts at most a few times a group.
 */
final class CandidateCounts {

  private static final int GROUP_CAP = 6;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final int mask;
  private final long[] keys;
  private final int[] places;
  private final int[] counts;
  private final int[] groups;
  private final byte[] lengths;
  private final byte[] inGroup;
  private int used;
  private int floor = 1;

  CandidateCounts(int bits) {
    int size = 1 << bits;
    mask = size - 1;
    keys = new long[size];
    places = new int[size];
    counts = new int[size];
    groups = new int[size];
    lengths = new byte[size];
    inGroup = new byte[size];
  }

  /** The hash of a string one byte longer. */
  static long extend(long hash, int value) {
    long mixed = (hash ^ value + 1) * MIX;
    return mixed ^ mixed >>> 29;
  }

  void add(long hash, int place, int length, int group) {
    long key = hash == 0 ? 1 : hash;
    int at = (int) ((key * MIX) >>> 20) & mask;
    while (keys[at] != 0) {
      if (keys[at] == key) {
        if (groups[at] != group) {
          groups[at] = group;
          inGroup[at] = 0;
        }
        if (inGroup[at] < GROUP_CAP) {
          inGroup[at]++;
          counts[at]++;
        }
        return;
      }
      at = at + 1 & mask;
    }
    keys[at] = key;
    places[at] = place;
    counts[at] = 1;
    groups[at] = group;
    lengths[at] = (byte) length;
    inGroup[at] = 1;
    if (++used > mask - (mask >>> 2)) {
      forget();
    }
  }

  private void forget() {
    while (used > mask / 2) {
      long[] oldKeys = keys.clone();
      int[] oldPlaces = places.clone();
      int[] oldCounts = counts.clone();
      byte[] oldLengths = lengths.clone();
      Arrays.fill(keys, 0);
      used = 0;
      for (int i = 0; i <= mask; i++) {
        if (oldKeys[i] != 0 && oldCounts[i] > floor) {
          int at = (int) ((oldKeys[i] * MIX) >>> 20) & mask;
          while (keys[at] != 0) {
            at = at + 1 & mask;
          }
          keys[at] = oldKeys[i];
          places[at] = oldPlaces[i];
          counts[at] = oldCounts[i];
          lengths[at] = oldLengths[i];
          groups[at] = -1;
          used++;
        }
      }
      floor++;
    }
    floor = Math.max(1, floor - 1);
  }

  /** Slots, some of which hold a string. */
  int slots() {
    return keys.length;
  }

  /** How often the string of a slot was seen; 0 for an empty one. */
  int count(int slot) {
    return keys[slot] == 0 ? 0 : counts[slot];
  }

  int place(int slot) {
    return places[slot];
  }

  int length(int slot) {
    return lengths[slot];
  }
}
