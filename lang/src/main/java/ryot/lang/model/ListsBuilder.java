package ryot.lang.model;

import java.util.Arrays;

/** Gathers the records of {@link ContextLists}, in their order. */
final class ListsBuilder {

  private final byte[] records;
  private final byte[] shapes;
  private char[] rest = new char[1 << 16];
  private int count;
  private int restCount;

  ListsBuilder(int recordsMax) {
    records = new byte[recordsMax * ContextLists.RECORD];
    shapes = new byte[recordsMax];
  }

  /**
   * Adds a record.
   *
   * @param shape 0 to 255
   * @param tokens by rank; borrowed
   * @param size how many of them, at most {@link ContextLists#LIST_MAX}
   */
  void add(int shape, char[] tokens, int size) {
    shapes[count] = (byte) shape;
    ContextLists.put(records, count++, tokens, size, restCount);
    int far = size - ContextLists.NEAR;
    if (far > 0) {
      if (rest.length < restCount + far) {
        rest = Arrays.copyOf(rest, Math.max(restCount + far, rest.length * 2));
      }
      System.arraycopy(tokens, ContextLists.NEAR, rest, restCount, far);
      restCount += far;
    }
  }

  /** All records so far. */
  ContextLists build(int[] contexts, byte[] priorClasses) {
    return new ContextLists(
        contexts,
        priorClasses,
        Arrays.copyOf(shapes, count),
        Arrays.copyOf(records, count * ContextLists.RECORD),
        Arrays.copyOf(rest, restCount));
  }
}
