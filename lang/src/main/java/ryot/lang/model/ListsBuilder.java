package ryot.lang.model;

import java.util.Arrays;

/** Gathers the records of {@link ContextLists}, in their order. */
final class ListsBuilder {

  private final byte[] shapes;
  private final int[] starts;
  private char[] tokens = new char[1 << 16];
  private int count;

  ListsBuilder(int recordsMax) {
    shapes = new byte[recordsMax];
    starts = new int[recordsMax + 1];
  }

  /**
   * Adds a record.
   *
   * @param shape 0 to 255
   * @param list by rank; borrowed
   * @param size how many of them, at most {@link ContextLists#LIST_MAX}
   */
  void add(int shape, char[] list, int size) {
    int at = starts[count];
    if (tokens.length < at + size) {
      tokens = Arrays.copyOf(tokens, tokens.length * 2);
    }
    System.arraycopy(list, 0, tokens, at, size);
    shapes[count++] = (byte) shape;
    starts[count] = at + size;
  }

  /** All records so far. */
  ContextLists build(int[] contexts, byte[] priorClasses) {
    return new ContextLists(
        contexts,
        priorClasses,
        Arrays.copyOf(shapes, count),
        Arrays.copyOf(starts, count + 1),
        Arrays.copyOf(tokens, starts[count] + Ranks.COUNT));
  }
}
