package ryot.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ryot.engine.cache.KvCache;
import ryot.engine.cache.KvType;
import ryot.engine.load.LoadedModel;
import ryot.engine.load.ModelLoader;
import ryot.engine.model.Batch;
import ryot.engine.model.Workspace;
import ryot.lang.reduce.Reducer;
import ryot.lang.reduce.Reduction;
import ryot.lang.reduce.ReductionRequest;
import ryot.testkit.TinyModels;
import ryot.testkit.WeightType;

/** What the engine says of a text, beside the softmax of its logits one token at a time. */
class EngineScoringTest {

  @TempDir Path folder;

  private LoadedModel model() throws IOException {
    Path file =
        TinyModels.write(
            folder.resolve("tiny.gguf"), TinyModels.Architecture.LLAMA, WeightType.Q8_0, 3);
    return ModelLoader.load(file, 2);
  }

  @Test
  void bitsAreThoseOfTheSoftmax() throws IOException {
    try (LoadedModel model = model()) {
      EngineScoring scoring = new EngineScoring(model);
      String text = "the cat sat on the mat and the dog ran";
      double[] bits = scoring.information(List.of(text.substring(0, 12), text.substring(12)));
      assertThat(bits[0] + bits[1]).isCloseTo(expected(model, text), within(0.05));
      assertThat(Arrays.stream(bits)).allSatisfy(b -> assertThat(b).isPositive());
    }
  }

  private static double expected(LoadedModel model, String text) {
    int[] first = model.tokenizer().orElseThrow().encode(text.substring(0, 12), false);
    int[] second = model.tokenizer().orElseThrow().encode(text.substring(12), false);
    KvCache cache = model.transformer().newCache(KvType.F16, 1 + first.length + second.length);
    Workspace workspace = model.transformer().newWorkspace(1, 1);
    int[] one = {model.tokenizer().orElseThrow().vocabulary().bos().orElseThrow()};
    double bits = 0;
    for (int i = 0; i < first.length + second.length; i++) {
      model.transformer().forward(Batch.of(cache, one, 0, 1), workspace);
      int next = i < first.length ? first[i] : second[i - first.length];
      double sum = 0;
      for (float logit : workspace.logits(0)) {
        sum += Math.exp(logit);
      }
      bits += Math.log(sum / Math.exp(workspace.logits(0)[next])) / Math.log(2);
      one[0] = next;
    }
    return bits;
  }

  @Test
  void aTextLongerThanTheContextIsTakenInWindows() throws IOException {
    try (LoadedModel model = model()) {
      EngineScoring scoring = new EngineScoring(model);
      String sentence = "the old man and the sea were calm. ";
      List<String> pieces = Collections.nCopies(120, sentence);
      assertThat(scoring.tokenCount(sentence.repeat(120)))
          .isGreaterThan(2 * TinyModels.CONTEXT_LENGTH);
      double[] bits = scoring.information(pieces);
      assertThat(Arrays.stream(bits))
          .hasSize(120)
          .allSatisfy(b -> assertThat(b).isFinite().isPositive());
    }
  }

  @Test
  void aPromptIsReducedToItsBudget() throws IOException {
    try (LoadedModel model = model()) {
      EngineScoring scoring = new EngineScoring(model);
      String text = "A cat sat. The dog ran off. It was calm at sea. The sun went down. ".repeat(8);
      Reduction reduction =
          new Reducer(scoring).reduce(ReductionRequest.of(text, "What did the dog do?", 60));
      assertThat(scoring.tokenCount(reduction.text()))
          .isEqualTo(reduction.tokensAfter())
          .isBetween(30, 60);
      assertThat(reduction.elapsed()).isPositive();
    }
  }
}
