package ryot.lang.model;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Gathers the records of {@link ContextLists}, in their order. */
final class ListsBuilder {

  private byte[] shapes;
  private int[] starts;
  private char[] tokens = new char[1 << 16];
  private int count;

  /** Room for so many records at first. */
  ListsBuilder(int records) {
    shapes = new byte[records];
    starts = new int[records + 1];
  }

  /**
   * Adds a record.
   *
   * @param shape 0 to 255
   * @param list by rank; borrowed
   * @param size how many of them, at most {@link ContextLists#LIST_MAX}
   */
  void add(int shape, char[] list, int size) {
    if (count == shapes.length) {
      shapes = Arrays.copyOf(shapes, 2 * count + 1);
      starts = Arrays.copyOf(starts, 2 * count + 2);
    }
    int at = starts[count];
    if (tokens.length < at + size) {
      tokens = Arrays.copyOf(tokens, tokens.length * 2);
    }
    System.arraycopy(list, 0, tokens, at, size);
    shapes[count++] = (byte) shape;
    starts[count] = at + size;
  }

  /**
   * All records so far.
   *
   * @param pairs that the last records belong to; null if there are none
   */
  ContextLists build(int[] contexts, byte[] priorClasses, @Nullable PairContexts pairs) {
    return new ContextLists(
        contexts,
        priorClasses,
        Arrays.copyOf(shapes, count),
        Arrays.copyOf(starts, count + 1),
        Arrays.copyOf(tokens, starts[count] + Ranks.COUNT),
        pairs);
  }
}
