package ryot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ryot.engine.cache.KvType;
import ryot.engine.generate.Generation;
import ryot.engine.generate.GenerationEvent.TextDelta;
import ryot.engine.generate.GenerationRequest;
import ryot.engine.generate.Sequence;
import ryot.engine.sample.SamplingOptions;
import ryot.testkit.SharedData;

/** A trained model tells the stories that llama.cpp tells with it. */
class ReferenceTextIT {

  private static final Pattern CASE =
      Pattern.compile("\"prompt_ids\":\\s*\\[([^]]*)],\\s*\"greedy_ids\":\\s*\\[([^]]*)]");

  @ParameterizedTest
  @EnumSource(
      value = KvType.class,
      names = {"F16", "F32"})
  void greedyTextEqualsTheReference(KvType kvType) throws Exception {
    Path folder = SharedData.require("conformance/stories260K");
    Matcher cases = CASE.matcher(Files.readString(folder.resolve("greedy.json")));
    int count = 0;
    try (Engine engine =
        Engine.open(
            folder.resolve("stories260K.gguf"), EngineOptions.defaults().withKvType(kvType))) {
      for (; cases.find(); count++) {
        List<Integer> expected = Arrays.stream(ids(cases.group(2))).boxed().toList();
        assertThat(greedy(engine, ids(cases.group(1)), expected.size()))
            .as("case %d", count)
            .isEqualTo(expected);
      }
    }
    assertThat(count).isPositive();
  }

  private static List<Integer> greedy(Engine engine, int[] prompt, int maxTokens)
      throws InterruptedException {
    GenerationRequest request =
        GenerationRequest.of(prompt)
            .withSampling(SamplingOptions.greedy())
            .withMaxTokens(maxTokens)
            .withIgnoreEos(true);
    List<Integer> tokens = new ArrayList<>();
    try (Sequence sequence = engine.newSequence();
        Generation generation = engine.submit(sequence, request)) {
      while (generation.next() instanceof TextDelta delta) {
        tokens.add(delta.token());
      }
    }
    return tokens;
  }

  private static int[] ids(String list) {
    return Arrays.stream(list.split(",")).mapToInt(id -> Integer.parseInt(id.strip())).toArray();
  }
}
