package ryot.models;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON value, as far as catalogues need it. A tree of our own on the streaming parser: every
 * start of the program reads the catalogue, and binding libraries take several times as long to
 * load.
 */
sealed interface JsonValue {

  /** A string. */
  record Text(String text) implements JsonValue {
    @Override
    public String toString() {
      return "\"" + text + "\"";
    }
  }

  /** A whole number that fits a long. */
  record Whole(long number) implements JsonValue {
    @Override
    public String toString() {
      return Long.toString(number);
    }
  }

  /** An array. */
  record Items(List<JsonValue> items) implements JsonValue {
    @Override
    public String toString() {
      return items.toString();
    }
  }

  /** An object, its fields in order; no name occurs twice. */
  record Fields(Map<String, JsonValue> fields) implements JsonValue {
    @Override
    public String toString() {
      return fields.toString();
    }
  }

  /** What no catalogue has use for: null, a truth value, a fraction, a number out of range. */
  record Other(String literal) implements JsonValue {
    @Override
    public String toString() {
      return literal;
    }
  }

  /**
   * Parses one whole value; depth, lengths and numbers are bounded by the parser's defaults.
   *
   * @throws JacksonException if it is not JSON, repeats a field, or is followed by more
   */
  static JsonValue parse(byte[] json) {
    JsonFactory factory =
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), json)) {
      parser.nextToken();
      JsonValue value = value(parser);
      if (parser.nextToken() != null) {
        throw new StreamReadException(parser, "more than one value");
      }
      return value;
    }
  }

  private static JsonValue value(JsonParser parser) {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case VALUE_STRING -> new Text(parser.getString());
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? new Other(parser.getString())
              : new Whole(parser.getLongValue());
      case START_ARRAY -> items(parser);
      case START_OBJECT -> fields(parser);
      case null -> throw new StreamReadException(parser, "no value");
      default -> new Other(parser.getString());
    };
  }

  private static JsonValue items(JsonParser parser) {
    List<JsonValue> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser));
    }
    return new Items(items);
  }

  private static JsonValue fields(JsonParser parser) {
    Map<String, JsonValue> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      fields.put(name, value(parser));
    }
    return new Fields(fields);
  }
}
