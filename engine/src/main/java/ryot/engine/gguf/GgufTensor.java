package ryot.engine.gguf;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import ryot.engine.tensor.QuantType;
import ryot.engine.tensor.Tensor;

/**
 * An entry of a GGUF file's tensor directory.
 *
 * @param name name in the file, such as {@code blk.0.attn_q.weight}
 * @param typeId number of its type in the file, one that this engine reads or not
 * @param dimensions 1 to 4 sizes, each at least 1, the one that varies fastest first: columns,
 *     rows, and so on
 * @param offset where its data starts, in bytes from the start of the file
 */
public record GgufTensor(String name, int typeId, List<Long> dimensions, long offset) {

  /** Copies the dimensions. */
  public GgufTensor {
    dimensions = List.copyOf(dimensions);
  }

  /** The same tensor, {@code bytes} further on. */
  GgufTensor movedBy(long bytes) {
    return new GgufTensor(name, typeId, dimensions, offset + bytes);
  }

  /** How its values are stored; empty for a type that this engine cannot read. */
  public Optional<QuantType> type() {
    return QuantType.ofId(typeId);
  }

  /** Name of its type, such as {@code Q4_K}, or its number where that is all that is known. */
  public String typeName() {
    return BlockLayout.of(typeId)
        .map(BlockLayout::name)
        .orElseGet(() -> "type " + Integer.toUnsignedString(typeId));
  }

  /** Values per row: the first dimension. */
  public int columns() {
    return Math.toIntExact(dimensions.getFirst());
  }

  /** Number of rows: the product of the dimensions but the first. */
  public int rows() {
    return Math.toIntExact(valueCount() / dimensions.getFirst());
  }

  /** Number of values: the product of the dimensions. */
  public long valueCount() {
    return dimensions.stream().reduce(1L, Math::multiplyExact);
  }

  /** Bytes that its data takes; empty for a type of which not even the block size is known. */
  public OptionalLong sizeBytes() {
    return BlockLayout.of(typeId)
        .map(blocks -> OptionalLong.of(valueCount() / blocks.values() * blocks.bytes()))
        .orElseGet(OptionalLong::empty);
  }

  /** Its bytes in {@code file}, the whole file. */
  MemorySegment slice(MemorySegment file) {
    return file.asSlice(offset, sizeBytes().orElseThrow());
  }

  /**
   * The matrix that {@code bytes} hold.
   *
   * @param type what {@link #type} says
   * @param bytes its own
   */
  Tensor view(QuantType type, MemorySegment bytes) {
    return new Tensor(name, type, rows(), columns(), bytes);
  }
}
