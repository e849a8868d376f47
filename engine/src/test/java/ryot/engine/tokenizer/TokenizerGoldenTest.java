package ryot.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tokens and words as independent implementations have them. The vocabularies are real; the file of
 * each says whose, and how it was cut down.
 */
final class TokenizerGoldenTest {
  private static final JsonMapper JSON = new JsonMapper();

  @ParameterizedTest
  @ValueSource(strings = {"smollm2", "stories260K"})
  void everyTextHasItsPieces(String name) {
    JsonNode golden = JSON.readTree(resource(name + ".json"));
    Tokenizer tokenizer = tokenizer(golden);
    boolean control = golden.path("control").asBoolean(false);
    for (JsonNode expected : golden.get("cases")) {
      String text = expected.get("text").asString();
      int[] tokens = tokenizer.encode(text, control);
      assertThat(Arrays.stream(tokens).mapToObj(tokenizer.vocabulary()::piece))
          .as(text)
          .isEqualTo(strings(expected.get("pieces")));
    }
  }

  /**
   * Words by Hugging Face tokenizers 0.23.3 from the patterns in the models' own tokenizer.json, as
   * far as these are known.
   */
  @TestFactory
  List<DynamicTest> everyTextHasItsWords() {
    return resource("words.jsonl")
        .lines()
        .map(JSON::readTree)
        .map(
            line ->
                DynamicTest.dynamicTest(
                    line.get("pre").asString() + ": " + line.get("text").asString().strip(),
                    () -> assertThat(words(line)).isEqualTo(strings(line.get("words")))))
        .toList();
  }

  @Test
  void everyPreTokenizerKeepsAllOfTheText() {
    String text = "  I'll say 12345\u00BD\r\n\n\tcaf\u00E9 \u4E2D\u6587, <x>\u00A0 HTTPServer  ";
    for (String name : PreTokenizers.names()) {
      assertThat(String.join("", words(name, text))).as(name).isEqualTo(text);
      assertThat(words(name, text)).as(name).doesNotContain("");
    }
  }

  private static List<String> words(JsonNode line) {
    return words(line.get("pre").asString(), line.get("text").asString());
  }

  private static List<String> words(String pre, String text) {
    IntList ends = PreTokenizers.named(pre).split(text, 0, text.length());
    List<String> words = new ArrayList<>();
    int begin = 0;
    for (int i = 0; i < ends.size(); i++) {
      words.add(text.substring(begin, ends.get(i)));
      begin = ends.get(i);
    }
    return words;
  }

  private static Tokenizer tokenizer(JsonNode golden) {
    List<String> pieces = strings(golden.get("pieces"));
    int[] kinds = new int[pieces.size()];
    for (int id = 0; id < kinds.length; id++) {
      kinds[id] = golden.get("kinds").get(id).asInt();
    }
    TokenizerSpec.Builder spec =
        TokenizerSpec.builder(golden.get("model").asString()).pieces(pieces).kinds(kinds);
    if (golden.has("pre")) {
      spec.pre(golden.get("pre").asString()).merges(strings(golden.get("merges")));
    }
    if (golden.has("scores")) {
      float[] scores = new float[pieces.size()];
      for (int id = 0; id < scores.length; id++) {
        scores[id] = golden.get("scores").get(id).floatValue();
      }
      spec.scores(scores);
    }
    return Tokenizers.create(spec.build());
  }

  private static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(element -> strings.add(element.asString()));
    return strings;
  }

  private static String resource(String name) {
    String path = "/golden/tokenizer/" + name;
    try (@Nullable InputStream in = TokenizerGoldenTest.class.getResourceAsStream(path)) {
      assertThat(in).as(path).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
