package ryot.lang.model;

import java.util.Arrays;

/**
 * Counts which token follows which context, and in how many groups. In bounded memory: when the
 * table is full, what was seen least is forgotten.
 */
final class PairCounts {

  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final int mask;
  private final int[] contexts;
  private final char[] tokens;
  private final int[] counts;
  private final int[] lastGroups;
  private final char[] groups;
  private int used;
  private int floor = 1;

  PairCounts(int bits) {
    int size = 1 << bits;
    mask = size - 1;
    contexts = new int[size];
    tokens = new char[size];
    counts = new int[size];
    lastGroups = new int[size];
    groups = new char[size];
  }

  void add(int context, int token, int group) {
    int at = home(context, token);
    while (counts[at] != 0) {
      if (contexts[at] == context && tokens[at] == token) {
        counts[at]++;
        if (lastGroups[at] != group) {
          lastGroups[at] = group;
          groups[at] = (char) Math.min(groups[at] + 1, 0xFFFF);
        }
        return;
      }
      at = at + 1 & mask;
    }
    put(at, context, (char) token, 1, group, (char) 1);
    if (used > mask - (mask >>> 2)) {
      forget();
    }
  }

  private void put(int at, int context, char token, int count, int group, char inGroups) {
    contexts[at] = context;
    tokens[at] = token;
    counts[at] = count;
    lastGroups[at] = group;
    groups[at] = inGroups;
    used++;
  }

  private int home(int context, int token) {
    long hash = ((long) context << 16 | token) * MIX;
    return (int) (((hash ^ (hash >>> 32)) * MIX) >>> 24) & mask;
  }

  private void forget() {
    while (used > mask / 2) {
      int[] oldContexts = contexts.clone();
      char[] oldTokens = tokens.clone();
      int[] oldCounts = counts.clone();
      int[] oldLast = lastGroups.clone();
      char[] oldGroups = groups.clone();
      Arrays.fill(counts, 0);
      used = 0;
      for (int i = 0; i <= mask; i++) {
        if (oldCounts[i] > floor) {
          int at = home(oldContexts[i], oldTokens[i]);
          while (counts[at] != 0) {
            at = at + 1 & mask;
          }
          put(at, oldContexts[i], oldTokens[i], oldCounts[i], oldLast[i], oldGroups[i]);
        }
      }
      floor++;
    }
    floor = Math.max(1, floor - 1);
  }

  int slots() {
    return counts.length;
  }

  /** How often the pair of a slot was seen; 0 for an empty one. */
  int count(int slot) {
    return counts[slot];
  }

  int context(int slot) {
    return contexts[slot];
  }

  int token(int slot) {
    return tokens[slot];
  }

  /** In how many groups the pair was seen, one after the other. */
  int groups(int slot) {
    return groups[slot];
  }
}
