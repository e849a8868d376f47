package ryot.lang.token;

import java.util.Arrays;
import java.util.BitSet;
import java.util.PriorityQueue;

/**
 * A trie in two arrays (Aoe, 1989): the child of node {@code s} by byte {@code c} is {@code t =
 * base[s] + c} where {@code check[t] == s}. The root is node 0.
 */
final class DoubleArray {

  private static final int NONE = -1;

  private final byte[][] keys;
  private int[] base = new int[1 << 16];
  private int[] check = new int[1 << 16];

  /** Index of the key that ends at a node, or -1. */
  private int[] key = new int[1 << 16];

  /** Bases that are taken: no two nodes share one, so that a byte alone tells whose child it is. */
  private final BitSet bases = new BitSet();

  private int used = 1;
  private int searchFrom = 1;

  /**
   * Builds the trie. Nodes that many or heavy keys go through get their places first, so that those
   * a walk mostly visits lie close together.
   *
   * @param keys distinct, not empty, sorted as unsigned bytes
   * @param weights of the keys, positive
   */
  DoubleArray(byte[][] keys, int[] weights) {
    this.keys = keys;
    Arrays.fill(check, NONE);
    Arrays.fill(key, NONE);
    check[0] = 0;
    long[] sums = new long[keys.length + 1];
    for (int i = 0; i < keys.length; i++) {
      sums[i + 1] = sums[i] + weights[i];
    }
    PriorityQueue<Node> waiting = new PriorityQueue<>();
    if (keys.length > 0) {
      waiting.add(new Node(0, 0, keys.length, 0, sums[keys.length]));
    }
    while (!waiting.isEmpty()) {
      insert(waiting.remove(), waiting, sums);
    }
  }

  /** A node whose children have no place yet: keys in [from, to) go through it. */
  private record Node(int place, int from, int to, int depth, long weight)
      implements Comparable<Node> {

    @Override
    public int compareTo(Node other) {
      int heavier = Long.compare(other.weight, weight);
      return heavier != 0 ? heavier : Integer.compare(place, other.place);
    }
  }

  /** Nodes, so that {@code base + 255} is inside for every base. */
  int size() {
    return used + 256;
  }

  int base(int node) {
    return node < base.length ? base[node] : 0;
  }

  int check(int node) {
    return node < check.length ? check[node] : NONE;
  }

  int key(int node) {
    return node < key.length ? key[node] : NONE;
  }

  private void insert(Node node, PriorityQueue<Node> waiting, long[] sums) {
    int first = node.from();
    int depth = node.depth();
    if (keys[first].length == depth) {
      key[node.place()] = first++;
    }
    if (first == node.to()) {
      return;
    }
    int[] bytes = new int[256];
    int[] starts = new int[257];
    int count = 0;
    for (int i = first; i < node.to(); i++) {
      int value = keys[i][depth] & 0xFF;
      if (count == 0 || bytes[count - 1] != value) {
        bytes[count] = value;
        starts[count++] = i;
      }
    }
    starts[count] = node.to();
    int place = place(bytes, count);
    base[node.place()] = place;
    used = Math.max(used, place + bytes[count - 1] + 1);
    for (int i = 0; i < count; i++) {
      int child = place + bytes[i];
      check[child] = node.place();
      long weight = sums[starts[i + 1]] - sums[starts[i]];
      waiting.add(new Node(child, starts[i], starts[i + 1], depth + 1, weight));
    }
  }

  /** The first base at which all children find free nodes; dense regions are left behind. */
  private int place(int[] bytes, int count) {
    int at = Math.max(searchFrom, bytes[0] + 1);
    int seen = 0;
    int taken = 0;
    boolean moved = false;
    for (; ; at++) {
      ensure(at + 257);
      seen++;
      if (check[at] != NONE) {
        taken++;
        continue;
      }
      if (!moved) {
        searchFrom = at;
        moved = true;
      }
      int candidate = at - bytes[0];
      boolean free = !bases.get(candidate);
      for (int i = 1; i < count && free; i++) {
        free = check[candidate + bytes[i]] == NONE;
      }
      if (free) {
        if (taken * 20 >= seen * 19) {
          searchFrom = at;
        }
        bases.set(candidate);
        return candidate;
      }
    }
  }

  private void ensure(int size) {
    if (size > check.length) {
      int before = check.length;
      int after = Math.max(size, before * 2);
      base = Arrays.copyOf(base, after);
      check = Arrays.copyOf(check, after);
      key = Arrays.copyOf(key, after);
      Arrays.fill(check, before, after, NONE);
      Arrays.fill(key, before, after, NONE);
    }
  }
}
