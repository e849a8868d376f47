package ryot.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes GGUF files by the format document, independently of the engine that reads them.
 *
 * <pre>
 *   "GGUF" | version u32 | tensor count u64 | pair count u64
 *   pairs: key | type u32 | value
 *   tensors: name | dimension count u32 | dimensions u64... | type u32 | offset u64
 *   padding | data of each tensor, padded
 * </pre>
 */
public final class GgufWriter {

  private static final String ALIGNMENT_KEY = "general.alignment";

  private final int version;
  private final List<Pair> pairs = new ArrayList<>();
  private final List<RawTensor> tensors = new ArrayList<>();
  private int alignment = 32;

  /** The types of values with their numbers in a file. */
  public enum ValueType {
    UINT8(0),
    INT8(1),
    UINT16(2),
    INT16(3),
    UINT32(4),
    INT32(5),
    FLOAT32(6),
    BOOL(7),
    STRING(8),
    ARRAY(9),
    UINT64(10),
    INT64(11),
    FLOAT64(12);

    private final int id;

    ValueType(int id) {
      this.id = id;
    }

    /** The number of this type in a file. */
    public int id() {
      return id;
    }
  }

  private record Pair(String key, int typeId, Consumer<LittleEndianBytes> value) {}

  private record RawTensor(
      String name, int typeId, List<Long> dimensions, Consumer<LittleEndianBytes> data) {}

  /** Starts an empty file of version 2 or 3, or of another to see it refused. */
  public GgufWriter(int version) {
    this.version = version;
  }

  /** Appends a pair whose value's bytes are written by {@code value}. */
  public GgufWriter value(String key, ValueType type, Consumer<LittleEndianBytes> value) {
    return value(key, type.id, value);
  }

  /** Appends a pair of a type that may not exist. */
  public GgufWriter value(String key, int typeId, Consumer<LittleEndianBytes> value) {
    pairs.add(new Pair(key, typeId, value));
    return this;
  }

  /** Appends an array of {@code count} elements whose bytes are written by {@code elements}. */
  public GgufWriter array(
      String key, ValueType type, int count, Consumer<LittleEndianBytes> elements) {
    return value(key, ValueType.ARRAY, out -> elements.accept(arrayHead(out, type, count)));
  }

  /** Writes what stands before the elements of an array. */
  public static LittleEndianBytes arrayHead(LittleEndianBytes out, ValueType type, int count) {
    return out.int32(type.id).int64(count);
  }

  /** Appends a uint32. */
  public GgufWriter uint32(String key, long value) {
    return value(key, ValueType.UINT32, out -> out.int32(value));
  }

  /** Appends a float32. */
  public GgufWriter float32(String key, float value) {
    return value(key, ValueType.FLOAT32, out -> out.float32(value));
  }

  /** Appends a bool. */
  public GgufWriter bool(String key, boolean value) {
    return value(key, ValueType.BOOL, out -> out.int8(value ? 1 : 0));
  }

  /** Appends a string. */
  public GgufWriter string(String key, String value) {
    return value(key, ValueType.STRING, out -> out.string(value));
  }

  /** Appends an array of strings. */
  public GgufWriter strings(String key, List<String> values) {
    return array(key, ValueType.STRING, values.size(), out -> values.forEach(out::string));
  }

  /** Appends an array of int32. */
  public GgufWriter ints(String key, int... values) {
    return array(
        key,
        ValueType.INT32,
        values.length,
        out -> {
          for (int value : values) {
            out.int32(value);
          }
        });
  }

  /** Appends an array of float32. */
  public GgufWriter floats(String key, float... values) {
    return array(
        key,
        ValueType.FLOAT32,
        values.length,
        out -> {
          for (float value : values) {
            out.float32(value);
          }
        });
  }

  /** Appends {@code general.alignment} and aligns by it. */
  public GgufWriter alignment(int bytes) {
    alignment = bytes;
    return uint32(ALIGNMENT_KEY, bytes);
  }

  /** Appends a tensor; {@code dimensions} begin with the columns. */
  public GgufWriter tensor(String name, WeightType type, float[] values, long... dimensions) {
    return tensor(name, type.id(), type.encode(values), dimensions);
  }

  /** Appends a tensor of any type, its bytes as they are. */
  public GgufWriter tensor(String name, int typeId, byte[] data, long... dimensions) {
    List<Long> list = new ArrayList<>();
    for (long dimension : dimensions) {
      list.add(dimension);
    }
    tensors.add(new RawTensor(name, typeId, list, out -> out.bytes(data)));
    return this;
  }

  /** The whole file. */
  public byte[] toBytes() {
    LittleEndianBytes out = new LittleEndianBytes();
    out.bytes(new byte[] {'G', 'G', 'U', 'F'}).int32(version);
    out.int64(tensors.size()).int64(pairs.size());
    for (Pair pair : pairs) {
      pair.value().accept(out.string(pair.key()).int32(pair.typeId()));
    }
    LittleEndianBytes data = new LittleEndianBytes();
    for (RawTensor tensor : tensors) {
      out.string(tensor.name()).int32(tensor.dimensions().size());
      tensor.dimensions().forEach(out::int64);
      out.int32(tensor.typeId()).int64(data.size());
      tensor.data().accept(data);
      data.padTo(alignment);
    }
    return out.padTo(alignment).bytes(data.toArray()).toArray();
  }

  /** Writes the whole file to {@code path} and returns that. */
  public Path write(Path path) throws IOException {
    return Files.write(path, toBytes());
  }
}
