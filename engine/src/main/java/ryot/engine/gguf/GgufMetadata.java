package ryot.engine.gguf;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The key-value pairs of a GGUF file, in its order. Immutable, and usable after the file is closed.
 *
 * <p>Each kind of value has two accessors: one that requires the key, and {@code find...}, which
 * answers empty where it is missing. Both throw {@link MalformedGgufException}, naming the key,
 * what was expected and what was found, for a value of another kind. An integer may be stored in
 * any width, signed or not, as long as the number fits what is asked for.
 */
public final class GgufMetadata {

  private final String file;
  private final Map<String, Entry> entries;

  /**
   * A value and where its pair starts in the file.
   *
   * @param position in bytes from the start of the file
   */
  record Entry(long position, GgufValue value) {}

  GgufMetadata(String file, Map<String, Entry> entries) {
    this.file = file;
    this.entries = Collections.unmodifiableMap(entries);
  }

  /**
   * The metadata of a model that no file holds.
   *
   * @param name stands for the file in messages
   * @param values by key, in order
   */
  public static GgufMetadata of(String name, Map<String, GgufValue> values) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    values.forEach((key, value) -> entries.put(key, new Entry(0, value)));
    return new GgufMetadata(name, entries);
  }

  /** All keys in the order of the file. */
  public Set<String> keys() {
    return entries.keySet();
  }

  /** Whether the file has {@code key}. */
  public boolean contains(String key) {
    return entries.containsKey(key);
  }

  /** The value as the file holds it. */
  public GgufValue value(String key) {
    return entry(key).value();
  }

  /** A text. */
  public String string(String key) {
    return toString(key, entry(key));
  }

  /** A text, if the key is there. */
  public Optional<String> findString(String key) {
    return find(key, this::toString);
  }

  /** An integer from -2^31 to 2^31 - 1. */
  public int int32(String key) {
    return toInt32(key, entry(key));
  }

  /** An integer from -2^31 to 2^31 - 1, if the key is there. */
  public OptionalInt findInt32(String key) {
    Entry entry = entries.get(key);
    return entry == null ? OptionalInt.empty() : OptionalInt.of(toInt32(key, entry));
  }

  /** An integer from -2^63 to 2^63 - 1. */
  public long int64(String key) {
    return toInt64(key, entry(key));
  }

  /** An integer from -2^63 to 2^63 - 1, if the key is there. */
  public OptionalLong findInt64(String key) {
    Entry entry = entries.get(key);
    return entry == null ? OptionalLong.empty() : OptionalLong.of(toInt64(key, entry));
  }

  /** A float32, or a float64 rounded to one. */
  public float float32(String key) {
    return toFloat32(key, entry(key));
  }

  /** A float32, or a float64 rounded to one, if the key is there. */
  public Optional<Float> findFloat32(String key) {
    return find(key, this::toFloat32);
  }

  /** A truth value. */
  public boolean bool(String key) {
    return toBool(key, entry(key));
  }

  /** A truth value, if the key is there. */
  public Optional<Boolean> findBool(String key) {
    return find(key, this::toBool);
  }

  /** An array of texts; the caller's own copy. */
  public String[] strings(String key) {
    return toStrings(key, entry(key));
  }

  /** An array of texts, if the key is there; the caller's own copy. */
  public Optional<String[]> findStrings(String key) {
    return find(key, this::toStrings);
  }

  /** An array of integers from -2^31 to 2^31 - 1; the caller's own copy. */
  public int[] ints(String key) {
    return toInts(key, entry(key));
  }

  /** An array of integers from -2^31 to 2^31 - 1, if the key is there; the caller's own copy. */
  public Optional<int[]> findInts(String key) {
    return find(key, this::toInts);
  }

  /** An array of float32, or of float64 rounded to that; the caller's own copy. */
  public float[] floats(String key) {
    return toFloats(key, entry(key));
  }

  /** An array of float32, or of float64 rounded to that, if the key is there; the caller's own. */
  public Optional<float[]> findFloats(String key) {
    return find(key, this::toFloats);
  }

  /** The exception for the value of {@code key}, which is there but not {@code expected}. */
  MalformedGgufException malformed(String key, String expected) {
    return mistyped(key, entry(key), expected);
  }

  private Entry entry(String key) {
    Entry entry = entries.get(key);
    if (entry == null) {
      throw new MalformedGgufException(file, "metadata \"" + key + "\" is required and missing");
    }
    return entry;
  }

  private <T> Optional<T> find(String key, BiFunction<String, Entry, T> convert) {
    @Nullable Entry entry = entries.get(key);
    return entry == null ? Optional.empty() : Optional.of(convert.apply(key, entry));
  }

  private String toString(String key, Entry entry) {
    if (entry.value() instanceof GgufValue.StringValue(String value)) {
      return value;
    }
    throw mistyped(key, entry, "a string");
  }

  private boolean toBool(String key, Entry entry) {
    if (entry.value() instanceof GgufValue.BoolValue(boolean value)) {
      return value;
    }
    throw mistyped(key, entry, "a bool");
  }

  private long toInt64(String key, Entry entry) {
    return toInt64(key, entry, entry.value());
  }

  private long toInt64(String key, Entry entry, GgufValue element) {
    if (element instanceof GgufValue.IntValue(GgufType type, long value)) {
      if (type == GgufType.UINT64 && value < 0) {
        throw mistyped(key, entry, "an integer below 2^63");
      }
      return value;
    }
    throw mistyped(key, entry, "an integer");
  }

  private int toInt32(String key, Entry entry) {
    return toInt32(key, entry, entry.value());
  }

  private int toInt32(String key, Entry entry, GgufValue element) {
    long value = toInt64(key, entry, element);
    if (value != (int) value) {
      throw mistyped(key, entry, "an integer from -2^31 to 2^31 - 1");
    }
    return (int) value;
  }

  private float toFloat32(String key, Entry entry) {
    return toFloat32(key, entry, entry.value());
  }

  private float toFloat32(String key, Entry entry, GgufValue element) {
    if (element instanceof GgufValue.FloatValue(GgufType type, double value)) {
      return (float) value;
    }
    throw mistyped(key, entry, "a float");
  }

  private String[] toStrings(String key, Entry entry) {
    List<GgufValue> elements = elements(key, entry, "an array of strings");
    String[] strings = new String[elements.size()];
    for (int i = 0; i < strings.length; i++) {
      if (!(elements.get(i) instanceof GgufValue.StringValue(String value))) {
        throw mistyped(key, entry, "an array of strings");
      }
      strings[i] = value;
    }
    return strings;
  }

  private int[] toInts(String key, Entry entry) {
    List<GgufValue> elements = elements(key, entry, "an array of integers");
    int[] ints = new int[elements.size()];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = toInt32(key, entry, elements.get(i));
    }
    return ints;
  }

  private float[] toFloats(String key, Entry entry) {
    List<GgufValue> elements = elements(key, entry, "an array of floats");
    float[] floats = new float[elements.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = toFloat32(key, entry, elements.get(i));
    }
    return floats;
  }

  private List<GgufValue> elements(String key, Entry entry, String expected) {
    if (entry.value() instanceof GgufValue.ArrayValue(GgufType type, List<GgufValue> elements)) {
      return elements;
    }
    throw mistyped(key, entry, expected);
  }

  private MalformedGgufException mistyped(String key, Entry entry, String expected) {
    return new MalformedGgufException(
        file,
        entry.position(),
        "metadata \"%s\" is %s, expected %s".formatted(key, found(entry.value()), expected));
  }

  private static String found(GgufValue value) {
    return switch (value) {
      case GgufValue.ArrayValue array ->
          "an array of %d %s".formatted(array.elements().size(), array.elementType());
      case GgufValue.StringValue string -> "a string";
      case GgufValue.IntValue number -> "the %s %s".formatted(number.type(), number.describe());
      case GgufValue.FloatValue number -> "the %s %s".formatted(number.type(), number.describe());
      case GgufValue.BoolValue bool -> "the bool " + bool.describe();
    };
  }
}
