package ryot.engine.gguf;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.function.IntFunction;

/**
 * Reads the key-value pairs of a GGUF file.
 *
 * <pre>
 *  pair:    key: string | type: u32 | value
 *  string:  length: u64 | bytes, UTF-8, no terminator
 *  array:   element type: u32 | count: u64 | elements without gaps (an array's may be arrays)
 *  bool:    u8, 0 or 1
 *  others:  1, 2, 4 or 8 bytes
 * </pre>
 *
 * <p>Memory stays bounded whatever the file claims: no array is sized by a count before as many
 * bytes are known to be there, and all arrays together have at most {@link #ELEMENTS_MAX} elements
 * (six times those of the largest vocabulary known).
 */
final class MetadataReader {

  /** The format's own limit. */
  private static final int KEY_BYTES_MAX = 65_535;

  private static final int STRING_BYTES_MAX = 1 << 26;
  private static final int ELEMENTS_MAX = 1 << 23;
  private static final int DEPTH_MAX = 4;

  private final GgufCursor cursor;
  private int elementsLeft = ELEMENTS_MAX;

  MetadataReader(GgufCursor cursor) {
    this.cursor = cursor;
  }

  /** Reads {@code count} pairs from where the cursor stands. */
  GgufMetadata read(int count) {
    Map<String, GgufMetadata.Entry> entries = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      long start = cursor.position();
      String key = readKey(i);
      String what = "metadata \"" + key + '"';
      GgufMetadata.Entry entry =
          new GgufMetadata.Entry(start, readValue(readType(what), what, DEPTH_MAX));
      if (entries.putIfAbsent(key, entry) != null) {
        throw cursor.malformed(start, "duplicate metadata key \"" + key + '"');
      }
    }
    return new GgufMetadata(cursor.file(), entries);
  }

  private String readKey(int index) {
    long start = cursor.position();
    String what = "metadata key " + index;
    String key = cursor.string(what, KEY_BYTES_MAX);
    if (key.isEmpty()) {
      throw cursor.malformed(start, what + " is empty");
    }
    if (!key.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw cursor.malformed(
          start, what + " has characters other than printable ASCII; " + GgufReader.REMEDY);
    }
    return key;
  }

  private GgufType readType(String what) {
    long start = cursor.position();
    int id = cursor.int32(what);
    return GgufType.ofId(id)
        .orElseThrow(
            () ->
                cursor.malformed(
                    start,
                    "%s has value type %d, expected 0 to %d"
                        .formatted(what, id, GgufType.values().length - 1)));
  }

  private GgufValue readValue(GgufType type, String what, int depth) {
    return switch (type) {
      case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64 ->
          new GgufValue.IntValue(type, readInt(type, what));
      case FLOAT32, FLOAT64 -> new GgufValue.FloatValue(type, readFloat(type, what));
      case BOOL -> new GgufValue.BoolValue(readBool(what));
      case STRING -> new GgufValue.StringValue(cursor.string(what, STRING_BYTES_MAX));
      case ARRAY -> readArray(what, depth);
    };
  }

  private long readInt(GgufType type, String what) {
    return switch (type) {
      case UINT8 -> cursor.int8(what) & 0xFFL;
      case INT8 -> cursor.int8(what);
      case UINT16 -> cursor.int16(what) & 0xFFFFL;
      case INT16 -> cursor.int16(what);
      case UINT32 -> cursor.int32(what) & 0xFFFF_FFFFL;
      case INT32 -> cursor.int32(what);
      case UINT64, INT64 -> cursor.int64(what);
      case FLOAT32, FLOAT64, BOOL, STRING, ARRAY ->
          throw new IllegalArgumentException(type + " is not an integer");
    };
  }

  private double readFloat(GgufType type, String what) {
    return type == GgufType.FLOAT32
        ? Float.intBitsToFloat(cursor.int32(what))
        : Double.longBitsToDouble(cursor.int64(what));
  }

  private boolean readBool(String what) {
    long start = cursor.position();
    byte value = cursor.int8(what);
    if (value != 0 && value != 1) {
      throw cursor.malformed(
          start, "%s is a bool of %d, expected 0 or 1".formatted(what, value & 0xFF));
    }
    return value == 1;
  }

  private GgufValue readArray(String what, int depth) {
    if (depth == 0) {
      throw cursor.malformed(
          cursor.position(), "%s has arrays nested deeper than %d".formatted(what, DEPTH_MAX));
    }
    GgufType type = readType(what);
    int count = readCount(type, what);
    return new GgufValue.ArrayValue(type, readElements(type, count, what, depth - 1));
  }

  private int readCount(GgufType type, String what) {
    long start = cursor.position();
    long count = cursor.int64(what);
    if (count < 0 || count > cursor.remaining() / type.sizeBytesMin()) {
      throw cursor.malformed(
          start,
          "%s claims %s elements of type %s, %s"
              .formatted(what, Long.toUnsignedString(count), type, cursor.describeRemaining()));
    }
    if (count > elementsLeft) {
      throw cursor.malformed(
          start,
          "%s brings the array elements in the file to more than %d".formatted(what, ELEMENTS_MAX));
    }
    elementsLeft -= (int) count;
    return (int) count;
  }

  /** Numbers are kept as such and become values when asked for. */
  private List<GgufValue> readElements(GgufType type, int count, String what, int depth) {
    return switch (type) {
      case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64 -> {
        long[] values = new long[count];
        Arrays.setAll(values, i -> readInt(type, what));
        yield new Elements(count, i -> new GgufValue.IntValue(type, values[i]));
      }
      case FLOAT32, FLOAT64 -> {
        double[] values = new double[count];
        Arrays.setAll(values, i -> readFloat(type, what));
        yield new Elements(count, i -> new GgufValue.FloatValue(type, values[i]));
      }
      case BOOL -> {
        boolean[] values = new boolean[count];
        for (int i = 0; i < count; i++) {
          values[i] = readBool(what);
        }
        yield new Elements(count, i -> new GgufValue.BoolValue(values[i]));
      }
      case STRING, ARRAY -> {
        List<GgufValue> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          values.add(readValue(type, what, depth));
        }
        yield List.copyOf(values);
      }
    };
  }

  /** A list that makes its elements on the way out. */
  private static final class Elements extends AbstractList<GgufValue> implements RandomAccess {
    private final int size;
    private final IntFunction<GgufValue> element;

    Elements(int size, IntFunction<GgufValue> element) {
      this.size = size;
      this.element = element;
    }

    @Override
    public GgufValue get(int index) {
      return element.apply(index);
    }

    @Override
    public int size() {
      return size;
    }
  }
}
