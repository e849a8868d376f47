package ryot.engine.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ryot.engine.cache.KvType;
import ryot.engine.load.LoadedModel;
import ryot.engine.load.ModelLoader;
import ryot.engine.sample.SamplingOptions;
import ryot.testkit.TinyModels;
import ryot.testkit.TinyModels.Architecture;
import ryot.testkit.TinyVocabulary;
import ryot.testkit.WeightType;

/** Generation over a real transformer instead of a script. */
@Timeout(120)
class TransformerModelIT {

  private static final int CONTEXT = TinyModels.CONTEXT_LENGTH;

  /** Steps of other sizes add in another order, with logits of about 1. */
  private static final float ROUNDING = 1e-4f;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(KvType.class)
  void chunkedPrefillGivesWhatPrefillInOneGives(KvType kvType) throws Exception {
    try (LoadedModel model = load(Architecture.LLAMA)) {
      int[] prompt = new Random(9).ints(333, 3, TinyVocabulary.size()).toArray();
      List<Integer> inOne = greedy(model, kvType, prompt, CONTEXT);
      for (int chunk : new int[] {1, 7, 64, 100, 332, 333, 334}) {
        assertThat(greedy(model, kvType, prompt, chunk)).as("chunk %d", chunk).isEqualTo(inOne);
      }
    }
  }

  @Test
  void truncatedMemoryGoesOnAsIfTheRestHadNeverBeen() throws Exception {
    try (LoadedModel model = load(Architecture.QWEN3)) {
      SteppedModel stepped = new TransformerModel(model.transformer(), KvType.F16, CONTEXT, 128);
      SteppedModel.Memory memory = stepped.newMemory();
      int[] tokens = new Random(10).ints(120, 3, TinyVocabulary.size()).toArray();
      float[] expected = memory.append(tokens, 0, 100).clone();
      memory.append(tokens, 100, 120);
      for (int length : new int[] {99, 64, 63, 1, 0}) {
        memory.truncate(length);
        memory.append(tokens, 110, 120); // something else
        memory.truncate(length);
        assertThat(distance(memory.append(tokens, length, 100), expected))
            .as("from %d", length)
            .isLessThan(ROUNDING);
      }
    }
  }

  private LoadedModel load(Architecture architecture) throws Exception {
    Path file = folder.resolve("tiny.gguf");
    return ModelLoader.load(TinyModels.write(file, architecture, WeightType.Q8_0, 6), 2);
  }

  private static float distance(float[] one, float[] other) {
    assertThat(one).hasSameSizeAs(other);
    float largest = 0;
    for (int i = 0; i < one.length; i++) {
      largest = Math.max(largest, Math.abs(one[i] - other[i]));
    }
    return largest;
  }

  private static List<Integer> greedy(LoadedModel model, KvType kvType, int[] prompt, int chunk)
      throws InterruptedException {
    SteppedModel stepped = new TransformerModel(model.transformer(), kvType, CONTEXT, chunk);
    GenerationRequest request =
        GenerationRequest.of(prompt)
            .withSampling(SamplingOptions.greedy())
            .withMaxTokens(40)
            .withIgnoreEos(true);
    try (Scheduler scheduler = Scheduler.start(stepped, model.tokenizer().orElseThrow(), CONTEXT);
        Sequence sequence = scheduler.newSequence();
        Generation generation = scheduler.submit(sequence, request)) {
      return Answer.read(generation).tokens();
    }
  }
}
