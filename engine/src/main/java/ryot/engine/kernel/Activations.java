package ryot.engine.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The left operand of a product: {@code [tokens, columns]} floats, row after row, and beside them
 * whatever order an implementation of {@link Kernels} wants to read them in. Allocated once for the
 * largest batch and reshaped for each step.
 *
 * <p>One thread sets the shape; in {@link Kernels#prepare} each worker writes its own part.
 */
public final class Activations {
  private static final long LINE_BYTES = 64;

  private final int capacity;
  private final float[] values;
  private float[] prepared = {};
  private MemorySegment bytes = MemorySegment.NULL;
  private int tokens;
  private int columns;

  /** Room for {@code maxTokens} rows of {@code maxColumns} values. */
  public Activations(int maxTokens, int maxColumns) {
    this.capacity = Math.multiplyExact(maxTokens, maxColumns);
    this.values = new float[capacity];
  }

  /** Sets the shape of what follows; the values are undefined until written. */
  public void shape(int tokens, int columns) {
    if (tokens < 1 || columns < 1 || (long) tokens * columns > capacity) {
      throw new IllegalArgumentException(
          "[%d, %d] does not fit %d values".formatted(tokens, columns, capacity));
    }
    this.tokens = tokens;
    this.columns = columns;
  }

  /** The values, {@code [tokens, columns]}; may be longer than the shape. */
  public float[] values() {
    return values;
  }

  /** Rows in use. */
  public int tokens() {
    return tokens;
  }

  /** Values per row. */
  public int columns() {
    return columns;
  }

  /**
   * The implementation's own copy, at least {@code size} long. Grown by {@link #reserve}, before
   * the workers start.
   */
  public float[] prepared() {
    return prepared;
  }

  /** The implementation's own copy in native memory, likewise, aligned to cache lines. */
  public MemorySegment bytes() {
    return bytes;
  }

  /** Makes {@link #bytes()} at least {@code size} long, keeping nothing. */
  public void reserveBytes(long size) {
    if (bytes.byteSize() < size) {
      bytes = Arena.ofAuto().allocate(size, LINE_BYTES);
    }
  }

  /** Makes {@link #prepared()} at least {@code size} long, keeping nothing. */
  public void reserve(int size) {
    if (prepared.length < size) {
      prepared = new float[size];
    }
  }
}
