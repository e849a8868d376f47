package ryot.engine.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ryot.engine.cache.KvCache;
import ryot.engine.cache.KvType;
import ryot.engine.model.Batch;
import ryot.engine.model.Workspace;
import ryot.testkit.SharedData;

/**
 * Logits of small models in every supported storage format and architecture, against llama.cpp in
 * float32. Needs the conformance data; {@link TinyModelGoldenTest} is the part that every clone
 * has.
 */
class LogitsConformanceTest {

  /** What an implementation with float32 activations reaches. */
  private static final double NMSE_MAX = 1e-9;

  /** Of kernels that round activations to eight bits, as all do but the scalar ones. */
  private static final double ROUNDED_NMSE_MAX = 1e-3;

  private static final int GREEDY = 8;
  private static final Pattern NUMBERS = Pattern.compile("\\[([0-9, \\n]+)]");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "llama-dense-f32-7",
        "llama-dense-F16",
        "llama-dense-BF16",
        "llama-dense-Q4_0",
        "llama-dense-Q4_1",
        "llama-dense-Q5_0",
        "llama-dense-Q5_1",
        "llama-dense-Q8_0",
        "llama-dense-IQ4_NL",
        "llama-dense-MXFP4",
        "qwen2-dense-f32-7",
        "qwen3-dense-f32-7"
      })
  void logitsAndGreedyTokensAreThoseOfLlamaCpp(String name) throws IOException {
    check(SharedData.require("conformance/logits/" + name));
  }

  private static void check(Path folder) throws IOException {
    String json = Files.readString(folder.resolve("case.json"));
    List<int[]> prompts = lists(json, "prompts");
    List<int[]> greedy = lists(json, "greedy");
    FloatBuffer expected =
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve("logits.f32")))
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
    try (LoadedModel model = ModelLoader.load(folder.resolve("model.gguf"), 2)) {
      Workspace workspace = model.transformer().newWorkspace(64, 1);
      double errorMax = rounds(model, folder) ? ROUNDED_NMSE_MAX : NMSE_MAX;
      float[] row = new float[model.transformer().config().vocabularySize()];
      for (int p = 0; p < prompts.size(); p++) {
        int[] prompt = prompts.get(p);
        KvCache cache = model.transformer().newCache(KvType.F32, prompt.length + GREEDY);
        model.transformer().forward(Batch.of(cache, prompt, 0, prompt.length), workspace);
        for (int step = 0; step <= GREEDY; step++) {
          expected.get(row);
          float[] logits = workspace.logits(0);
          assertThat(LogitsError.of(logits, row))
              .as("prompt %d, row %d", p, step)
              .isLessThan(errorMax);
          if (step < GREEDY) {
            int[] next = {greedy.get(p)[step]};
            assertThat(highest(logits)).as("prompt %d, token %d", p, step).isEqualTo(next[0]);
            model.transformer().forward(Batch.of(cache, next, 0, 1), workspace);
          }
        }
      }
    }
  }

  private static boolean rounds(LoadedModel model, Path folder) {
    String kernels = model.kernelDescription();
    String integers = kernels.startsWith("machine code") ? ".*-(Q._.|IQ4_NL)" : ".*-Q._.";
    return !kernels.startsWith("scalar") && folder.getFileName().toString().matches(integers);
  }

  /** The two lists of numbers in the list {@code key}. */
  private static List<int[]> lists(String json, String key) {
    return NUMBERS
        .matcher(json.substring(json.indexOf("\"" + key + "\"")))
        .results()
        .map(MatchResult::group)
        .map(
            list ->
                Pattern.compile("[0-9]+")
                    .matcher(list)
                    .results()
                    .mapToInt(match -> Integer.parseInt(match.group()))
                    .toArray())
        .limit(2)
        .toList();
  }

  private static int highest(float[] logits) {
    int highest = 0;
    for (int i = 1; i < logits.length; i++) {
      if (logits[i] > logits[highest]) {
        highest = i;
      }
    }
    return highest;
  }
}
