package ryot.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One value in a catalogue file and the place it stands at, so that every complaint can say where.
 *
 * @param origin the file, for people
 * @param path such as {@code models[3].sha256}; empty for the whole
 * @param json the value
 */
record CatalogNode(String origin, String path, JsonValue json) {

  private static final int TEXT_LENGTH_MAX = 500;
  private static final int ITEMS_MAX = 10_000;

  Optional<CatalogNode> find(String field) {
    if (!(json instanceof JsonValue.Fields(Map<String, JsonValue> fields))) {
      return Optional.empty();
    }
    return Optional.ofNullable(fields.get(field))
        .map(value -> new CatalogNode(origin, path.isEmpty() ? field : path + "." + field, value));
  }

  CatalogNode require(String field) {
    return find(field)
        .orElseThrow(
            () -> new MalformedCatalogException(place() + ": \"" + field + "\" is missing"));
  }

  /**
   * An object with no other fields than these: a misspelt field is an error, not a silent default.
   */
  CatalogNode object(Set<String> fields) {
    if (!(json instanceof JsonValue.Fields(Map<String, JsonValue> present))) {
      throw failure("an object");
    }
    for (String name : present.keySet()) {
      if (!fields.contains(name)) {
        throw new MalformedCatalogException(
            place() + ": unknown field \"" + name + "\"; known are " + String.join(", ", fields));
      }
    }
    return this;
  }

  String text() {
    if (!(json instanceof JsonValue.Text(String text)) || text.isBlank()) {
      throw failure("a text");
    }
    if (text.length() > TEXT_LENGTH_MAX) {
      throw failure("a text of at most " + TEXT_LENGTH_MAX + " characters");
    }
    return text;
  }

  long number(long min, long max) {
    if (!(json instanceof JsonValue.Whole(long number))) {
      throw failure("a whole number");
    }
    if (number < min || number > max) {
      throw failure("a number from " + min + " to " + max);
    }
    return number;
  }

  List<CatalogNode> items() {
    if (!(json instanceof JsonValue.Items(List<JsonValue> values)) || values.size() > ITEMS_MAX) {
      throw failure("a list of at most " + ITEMS_MAX);
    }
    List<CatalogNode> items = new ArrayList<>();
    for (int index = 0; index < values.size(); index++) {
      items.add(new CatalogNode(origin, path + "[" + index + "]", values.get(index)));
    }
    return items;
  }

  MalformedCatalogException failure(String expected) {
    String found = json.toString();
    String shown = found.length() > 80 ? found.substring(0, 77) + "..." : found;
    return new MalformedCatalogException(place() + ": expected " + expected + ", found " + shown);
  }

  String place() {
    return path.isEmpty() ? origin : origin + " at " + path;
  }
}
