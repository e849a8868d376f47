package ryot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ryot.testkit.SharedData;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code model logits} against what llama.cpp computes on small random models. */
class LogitsConformanceTest {

  private static final int ROWS = 9;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "llama-dense-f32-7, 1e-9",
    "qwen2-dense-f32-7, 1e-9",
    "qwen3-dense-f32-7, 1e-9",
    "llama-dense-F16, 1e-5",
    "llama-dense-BF16, 1e-5",
    "llama-dense-Q4_0, 1e-3",
    "llama-dense-Q4_1, 1e-3",
    "llama-dense-Q5_0, 1e-3",
    "llama-dense-Q5_1, 1e-3",
    "llama-dense-Q8_0, 1e-3",
    "llama-dense-IQ4_NL, 1e-3",
    "llama-dense-MXFP4, 1e-3"
  })
  void logitsAndGreedyIdsAreTheReferences(String name, double tolerance) throws IOException {
    Path data = SharedData.require("conformance/logits/" + name);
    JsonNode expected = JsonMapper.shared().readTree(data.resolve("case.json").toFile());
    FloatBuffer reference = floats(data.resolve("logits.f32"));
    int values = ROWS * expected.get("vocab_size").asInt();
    for (int prompt = 0; prompt < expected.get("prompts").size(); prompt++) {
      Path out = folder.resolve("rows.f32");
      Cli.Outcome outcome =
          Cli.run(
              "model",
              "logits",
              "--model",
              data.resolve("model.gguf").toString(),
              "--tokens",
              ids(expected.get("prompts").get(prompt), ","),
              "--greedy",
              "8",
              "--out",
              out.toString());
      assertThat(outcome.err()).isEmpty();
      assertThat(outcome.out().strip()).isEqualTo(ids(expected.get("greedy").get(prompt), " "));
      FloatBuffer rows = floats(out);
      assertThat(rows.remaining()).isEqualTo(values);
      assertThat(normalisedError(rows, reference.slice(prompt * values, values)))
          .isLessThan(tolerance);
    }
  }

  /** Sum of squared differences over sum of squares. */
  private static double normalisedError(FloatBuffer found, FloatBuffer reference) {
    double difference = 0;
    double square = 0;
    for (int i = 0; i < reference.remaining(); i++) {
      difference += Math.pow((double) found.get(i) - reference.get(i), 2);
      square += Math.pow(reference.get(i), 2);
    }
    return difference / square;
  }

  private static String ids(JsonNode list, String gap) {
    return list.valueStream().map(JsonNode::asString).collect(Collectors.joining(gap));
  }

  private static FloatBuffer floats(Path file) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }
}
