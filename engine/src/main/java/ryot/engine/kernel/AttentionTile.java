package ryot.engine.kernel;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Queries that attend to the same keys and values, on their way through them block by block with a
 * running softmax (Milakov and Gimelshein 2018, algorithm 3). Made by {@link
 * Kernels#attentionTile}; one worker's own. Queries of one token are neighbours, and a later token
 * sees one position more than the one before.
 *
 * <p>Everything lies in one array, so that machine code finds it: queries and sums {@code
 * [capacity, headSize]}, scores {@code [capacity, BLOCK]}, and for each query the largest score so
 * far, the sum of exponentials and the last rescaling.
 */
public abstract class AttentionTile {
  private final int capacity;
  private final int headSize;
  private final int group;
  private final float[] values;
  private int size;

  /**
   * Room for {@code capacity} queries of {@code headSize} values, of which {@code group} belong to
   * the same token.
   */
  protected AttentionTile(int capacity, int headSize, int group) {
    this.capacity = capacity;
    this.headSize = headSize;
    this.group = group;
    this.values = new float[rescales() + capacity];
  }

  /** Begins with {@code size} queries, to be written from {@link #query} on. */
  public final void begin(int size) {
    if (size < 1 || size > capacity) {
      throw new IllegalArgumentException(size + " queries do not fit " + capacity);
    }
    this.size = size;
    Arrays.fill(values, sums(), sums() + size * headSize, 0);
    Arrays.fill(values, largest(), largest() + size, Float.NEGATIVE_INFINITY);
    Arrays.fill(values, weights(), weights() + size, 0);
  }

  /**
   * Attends to the first positions of a block of {@link Kernels#BLOCK}.
   *
   * @param first the first query that sees any of them
   * @param count positions that it sees; each further token sees one more, up to the whole block
   * @param keys {@code [headSize, BLOCK]}: one row per dimension, one column per position
   * @param blockValues {@code [BLOCK, headSize]}
   */
  public abstract void attend(int first, int count, float[] keys, float[] blockValues);

  /** Whether {@link #attendHalves} serves the queries in use, and faster than widening before. */
  public boolean takesHalves() {
    return false;
  }

  /**
   * As {@link #attend}, with the same result: keys and values are float16 numbers in native memory,
   * from byte {@code keysOffset} and {@code valuesOffset} of {@code page} on.
   *
   * @throws UnsupportedOperationException unless it {@link #takesHalves}
   */
  public void attendHalves(
      int first, int count, MemorySegment page, long keysOffset, long valuesOffset) {
    throw new UnsupportedOperationException("this tile takes float32 numbers only");
  }

  /** Writes the result of query {@code query} to {@code out}. */
  public final void finish(int query, float[] out, int outOffset) {
    float inverse = 1 / values[weights() + query];
    int from = sums() + query * headSize;
    for (int i = 0; i < headSize; i++) {
      out[outOffset + i] = values[from + i] * inverse;
    }
  }

  /** The array that holds everything. */
  public final float[] values() {
    return values;
  }

  /** Where query {@code query} is in {@link #values}. */
  public final int query(int query) {
    return query * headSize;
  }

  /** Positions that query {@code query} sees if the first one that sees any sees {@code count}. */
  protected final int count(int first, int count, int query) {
    return Math.min(Kernels.BLOCK, count + query / group - first / group);
  }

  /** Queries in use. */
  protected final int size() {
    return size;
  }

  /** Queries that there is room for. */
  protected final int capacity() {
    return capacity;
  }

  /** Values of a query. */
  protected final int headSize() {
    return headSize;
  }

  /** Queries of a token. */
  protected final int group() {
    return group;
  }

  /** Where the weighted sums of values begin. */
  protected final int sums() {
    return capacity * headSize;
  }

  /** Where the scores begin. */
  protected final int scores() {
    return 2 * capacity * headSize;
  }

  /** Where the largest scores so far begin. */
  protected final int largest() {
    return scores() + capacity * Kernels.BLOCK;
  }

  /** Where the sums of exponentials so far begin. */
  protected final int weights() {
    return largest() + capacity;
  }

  /** Where the factors begin by which a block rescales what was before it. */
  protected final int rescales() {
    return weights() + capacity;
  }
}
