package ryot.engine.tensor;

import java.lang.foreign.MemorySegment;

/**
 * A matrix of weights {@code [rows, columns]} in memory, row after row; a vector has one row. It
 * borrows its memory: whoever opened the file keeps it open while the tensor is in use.
 *
 * @param name name in the file, such as {@code blk.0.attn_q.weight}
 * @param type how the values are stored
 * @param rows number of rows, at least 1
 * @param columns values per row, a whole number of blocks
 * @param data exactly {@code rows} rows of {@link #rowBytes()} bytes
 */
public record Tensor(String name, QuantType type, int rows, int columns, MemorySegment data) {

  /**
   * Checks that the bytes are those of the shape.
   *
   * @throws IllegalArgumentException if shape and bytes disagree
   */
  public Tensor {
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(name + ": shape [" + rows + ", " + columns + "] is empty");
    }
    long expectedBytes = Math.multiplyExact(type.sizeBytes(columns), (long) rows);
    if (data.byteSize() != expectedBytes) {
      throw new IllegalArgumentException(
          "%s: %s [%d, %d] takes %d bytes, given %d"
              .formatted(name, type, rows, columns, expectedBytes, data.byteSize()));
    }
  }

  /** Bytes from the start of one row to the start of the next. */
  public long rowBytes() {
    return type.sizeBytes(columns);
  }
}
