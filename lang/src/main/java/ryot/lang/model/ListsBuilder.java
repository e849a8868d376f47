package ryot.lang.model;

import java.util.Arrays;

/** Gathers the records of {@link ContextLists}, in their order. */
final class ListsBuilder {

  private final char[] records;
  private char[] rest = new char[1 << 16];
  private int count;
  private int restCount;

  ListsBuilder(int recordsMax) {
    records = new char[recordsMax * ContextLists.RECORD];
  }

  /**
   * Adds a record.
   *
   * @param tokens by rank; borrowed
   * @param size how many of them, at most {@link ContextLists#LIST_MAX}
   */
  void add(int shape, char[] tokens, int size) {
    int at = count++ * ContextLists.RECORD;
    records[at] = (char) shape;
    records[at + 1] = (char) size;
    int near = Math.min(size, ContextLists.NEAR);
    System.arraycopy(tokens, 0, records, at + ContextLists.HEAD, near);
    int far = size - near;
    if (far > 0) {
      records[at + 2] = (char) restCount;
      records[at + 3] = (char) (restCount >>> 16);
      if (rest.length < restCount + far) {
        rest = Arrays.copyOf(rest, Math.max(restCount + far, rest.length * 2));
      }
      System.arraycopy(tokens, near, rest, restCount, far);
      restCount += far;
    }
  }

  /** All records so far. */
  ContextLists build(int[] contexts, byte[] priorClasses) {
    return new ContextLists(
        contexts,
        priorClasses,
        Arrays.copyOf(records, count * ContextLists.RECORD),
        Arrays.copyOf(rest, restCount));
  }
}
