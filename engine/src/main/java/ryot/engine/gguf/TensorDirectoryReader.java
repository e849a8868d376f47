package ryot.engine.gguf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the tensor directory of a GGUF file and checks that every tensor lies whole, aligned and
 * alone in the data that follows.
 *
 * <pre>
 *  tensor:  name: string | dimension count: u32 | dimensions: u64 each, fastest first
 *           | type: u32 | offset: u64, from the start of the tensor data
 * </pre>
 */
final class TensorDirectoryReader {

  /** Bytes of an entry with a name of one letter and one dimension. */
  static final int ENTRY_BYTES_MIN = 8 + 1 + 4 + 8 + 4 + 8;

  /** The format's own limits. */
  private static final int NAME_BYTES_MAX = 64;

  private static final int DIMENSIONS_MAX = 4;

  /** What a tensor's rows and columns can be counted to; no size in bytes overflows then. */
  private static final long DIMENSION_MAX = (1L << 29) - 1;

  private final GgufCursor cursor;
  private final long fileBytes;
  private final long alignment;

  /** A tensor whose offset counts from the start of the data, and where its entry stands. */
  private record Entry(long position, GgufTensor tensor) {

    String what() {
      return describe(tensor.name());
    }

    /** Bytes of the data, as far as they are known. */
    long sizeBytes() {
      return tensor.sizeBytes().orElse(0);
    }

    long end() {
      return tensor.offset() + sizeBytes();
    }
  }

  TensorDirectoryReader(GgufCursor cursor, long fileBytes, long alignment) {
    this.cursor = cursor;
    this.fileBytes = fileBytes;
    this.alignment = alignment;
  }

  /** Reads {@code count} entries from where the cursor stands. */
  List<GgufTensor> read(int count) {
    List<Entry> entries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < count; i++) {
      Entry entry = readEntry(i);
      if (!names.add(entry.tensor().name())) {
        throw cursor.malformed(entry.position(), "duplicate " + entry.what());
      }
      entries.add(entry);
    }
    long dataStart = Math.ceilDiv(cursor.position(), alignment) * alignment;
    for (Entry entry : entries) {
      checkPlace(entry, dataStart);
    }
    checkOverlaps(entries);
    return entries.stream().map(entry -> entry.tensor().movedBy(dataStart)).toList();
  }

  private Entry readEntry(int index) {
    long position = cursor.position();
    String name = cursor.string("name of tensor " + index, NAME_BYTES_MAX);
    if (name.isEmpty()) {
      throw cursor.malformed(position, "name of tensor " + index + " is empty");
    }
    String what = describe(name);
    List<Long> dimensions = readDimensions(what);
    int typeId = cursor.int32(what);
    long offset = cursor.int64(what);
    GgufTensor tensor = new GgufTensor(name, typeId, dimensions, offset);
    BlockLayout.of(typeId).ifPresent(blocks -> checkWholeBlocks(position, tensor, blocks));
    return new Entry(position, tensor);
  }

  private List<Long> readDimensions(String what) {
    long position = cursor.position();
    int count = cursor.int32(what);
    if (count < 1 || count > DIMENSIONS_MAX) {
      throw cursor.malformed(
          position,
          "%s has %s dimensions, expected 1 to %d"
              .formatted(what, Integer.toUnsignedString(count), DIMENSIONS_MAX));
    }
    List<Long> dimensions = new ArrayList<>();
    long rows = 1;
    for (int i = 0; i < count; i++) {
      long dimension = cursor.int64(what);
      if (dimension < 1 || dimension > DIMENSION_MAX) {
        throw cursor.malformed(
            cursor.position() - Long.BYTES,
            "%s has dimension %d of %s, expected 1 to %d"
                .formatted(what, i, Long.toUnsignedString(dimension), DIMENSION_MAX));
      }
      rows = i == 0 ? 1 : rows * dimension;
      if (rows > DIMENSION_MAX) {
        throw cursor.malformed(
            position, "%s has %d rows, expected at most %d".formatted(what, rows, DIMENSION_MAX));
      }
      dimensions.add(dimension);
    }
    return dimensions;
  }

  private void checkWholeBlocks(long position, GgufTensor tensor, BlockLayout blocks) {
    if (tensor.columns() % blocks.values() != 0) {
      throw cursor.malformed(
          position,
          "%s has rows of %d values, not a whole number of %s blocks of %d"
              .formatted(
                  describe(tensor.name()), tensor.columns(), blocks.name(), blocks.values()));
    }
  }

  private void checkPlace(Entry entry, long dataStart) {
    long offset = entry.tensor().offset();
    if (offset < 0 || offset > fileBytes - dataStart) {
      throw cursor.malformed(
          entry.position(),
          "%s starts %s bytes into the data, which starts at %d, file has %d; %s"
              .formatted(
                  entry.what(),
                  Long.toUnsignedString(offset),
                  dataStart,
                  fileBytes,
                  GgufReader.REMEDY));
    }
    if (offset % alignment != 0) {
      throw cursor.malformed(
          entry.position(),
          "%s has offset %d, not a multiple of the alignment %d"
              .formatted(entry.what(), offset, alignment));
    }
    if (entry.end() > fileBytes - dataStart) {
      throw cursor.malformed(
          entry.position(),
          "%s ends at %d, file has %d; %s"
              .formatted(entry.what(), dataStart + entry.end(), fileBytes, GgufReader.REMEDY));
    }
  }

  private void checkOverlaps(List<Entry> entries) {
    List<Entry> byOffset = new ArrayList<>(entries);
    byOffset.sort(Comparator.comparingLong(entry -> entry.tensor().offset()));
    for (int i = 1; i < byOffset.size(); i++) {
      Entry before = byOffset.get(i - 1);
      Entry after = byOffset.get(i);
      if (after.tensor().offset() < before.end()) {
        throw cursor.malformed(
            after.position(),
            "%s has offset %d, inside %s, which ends at offset %d"
                .formatted(after.what(), after.tensor().offset(), before.what(), before.end()));
      }
    }
  }

  private static String describe(String name) {
    return "tensor \"" + name + '"';
  }
}
