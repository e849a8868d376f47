package ryot.engine.gguf;

import java.util.List;
import java.util.stream.Collectors;

/** One metadata value as the file holds it. */
public sealed interface GgufValue {

  /** How the file stores it. */
  GgufType type();

  /** A text for people: strings in quotes, arrays with their size and first elements. */
  String describe();

  /**
   * An integer of any width.
   *
   * @param value the number; of {@link GgufType#UINT64} the same 64 bits, negative from 2^63 on
   */
  record IntValue(GgufType type, long value) implements GgufValue {
    @Override
    public String describe() {
      return type == GgufType.UINT64 ? Long.toUnsignedString(value) : Long.toString(value);
    }
  }

  /** A float32 or float64. */
  record FloatValue(GgufType type, double value) implements GgufValue {
    @Override
    public String describe() {
      return type == GgufType.FLOAT32 ? Float.toString((float) value) : Double.toString(value);
    }
  }

  /** A truth value. */
  record BoolValue(boolean value) implements GgufValue {
    @Override
    public GgufType type() {
      return GgufType.BOOL;
    }

    @Override
    public String describe() {
      return Boolean.toString(value);
    }
  }

  /** A text. */
  record StringValue(String value) implements GgufValue {
    @Override
    public GgufType type() {
      return GgufType.STRING;
    }

    @Override
    public String describe() {
      return '"' + value + '"';
    }
  }

  /**
   * Values of one type; those may be arrays again, of differing types.
   *
   * @param elements immutable, quick to index
   */
  record ArrayValue(GgufType elementType, List<GgufValue> elements) implements GgufValue {

    private static final int DESCRIBED_ELEMENTS = 5;

    @Override
    public GgufType type() {
      return GgufType.ARRAY;
    }

    @Override
    public String describe() {
      String first =
          elements.stream()
              .limit(DESCRIBED_ELEMENTS)
              .map(GgufValue::describe)
              .collect(Collectors.joining(", "));
      String rest = elements.size() > DESCRIBED_ELEMENTS ? ", ..." : "";
      return "%s[%d] {%s%s}".formatted(elementType, elements.size(), first, rest);
    }
  }
}
