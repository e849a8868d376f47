package ryot.engine.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ryot.engine.cache.KvCache;
import ryot.engine.cache.KvType;
import ryot.engine.model.Batch;
import ryot.engine.model.Workspace;
import ryot.testkit.TinyModels;
import ryot.testkit.TinyModels.Architecture;
import ryot.testkit.WeightType;

/** The whole forward pass against llama.cpp's, on models that need no download. */
class TinyModelGoldenTest {

  private static final double NMSE_MAX = 1e-9;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void logitsAndGreedyTokensAreThoseOfLlamaCpp(Architecture architecture) throws IOException {
    Path path = folder.resolve("tiny.gguf");
    TinyModels.write(path, architecture, WeightType.F32, 1);
    List<String> lines = goldenLines(architecture);
    assertThat(lines).hasSize(8);
    try (LoadedModel model = ModelLoader.load(path, 2)) {
      for (int i = 0; i < lines.size(); i += 4) {
        checkPrompt(model, lines.subList(i, i + 4));
      }
    }
  }

  private static void checkPrompt(LoadedModel model, List<String> lines) {
    int[] prompt = ids(lines.get(0));
    int[] greedy = ids(lines.get(1));
    KvCache cache = model.transformer().newCache(KvType.F32, prompt.length + greedy.length);
    Workspace workspace = model.transformer().newWorkspace(prompt.length, 1);
    model.transformer().forward(Batch.of(cache, prompt, 0, prompt.length), workspace);
    assertThat(LogitsError.of(workspace.logits(0), logits(lines.get(2)))).isLessThan(NMSE_MAX);
    for (int i = 0; i < greedy.length; i++) {
      assertThat(highest(workspace.logits(0))).as("token %d", i).isEqualTo(greedy[i]);
      model.transformer().forward(Batch.of(cache, greedy, i, i + 1), workspace);
    }
    assertThat(LogitsError.of(workspace.logits(0), logits(lines.get(3)))).isLessThan(NMSE_MAX);
  }

  private static List<String> goldenLines(Architecture architecture) throws IOException {
    String name = "/golden/tiny/" + architecture.name().toLowerCase(Locale.ROOT) + ".txt";
    try (@Nullable InputStream in = TinyModelGoldenTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
    }
  }

  private static int[] ids(String line) {
    return Arrays.stream(line.split(" ", -1)).skip(1).mapToInt(Integer::parseInt).toArray();
  }

  private static float[] logits(String line) {
    byte[] bytes = HexFormat.of().parseHex(line.substring(line.indexOf(' ') + 1));
    float[] logits = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(logits);
    return logits;
  }

  private static int highest(float[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      best = logits[i] > logits[best] ? i : best;
    }
    return best;
  }
}
