package ryot.engine.generate;

import static java.util.Arrays.stream;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import ryot.engine.cache.KvCache;
import ryot.engine.cache.KvLayout;
import ryot.engine.cache.KvPagePool;
import ryot.engine.cache.KvType;
import ryot.engine.kernel.KernelChoice;
import ryot.engine.load.LoadedModel;
import ryot.engine.load.ModelLoader;
import ryot.engine.model.Batch;
import ryot.engine.sample.SamplingOptions;
import ryot.testkit.Choices;
import ryot.testkit.Property;
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

  /**
   * A request for the property below.
   *
   * @param beginning which of the common beginnings its prompt has
   * @param own how many tokens of its own follow
   * @param answer how many it generates
   */
  private record Asked(int beginning, int own, int answer, boolean greedy, boolean speculation) {

    static Asked draw(Choices choices) {
      return new Asked(
          choices.below(3),
          choices.between(1, 90),
          choices.between(1, 30),
          choices.flag(),
          choices.flag());
    }

    GenerationRequest request(int number) {
      int[] beginning = new Random(beginning()).ints(150, 3, TinyVocabulary.size()).toArray();
      int[] own = new Random(100 + number).ints(own(), 3, TinyVocabulary.size()).toArray();
      SamplingOptions hot = SamplingOptions.defaults().withTemperature(1.5f).withSeed(number);
      return GenerationRequest.of(IntStream.concat(stream(beginning), stream(own)).toArray())
          .withSampling(greedy() ? SamplingOptions.greedy() : hot)
          .withMaxTokens(answer())
          .withSpeculation(speculation())
          .withIgnoreEos(true);
    }
  }

  /**
   * Exact where results depend on the operands alone, as the scalar kernels' do; the machine's own
   * kernels round differently in steps of other sizes, but not so far that a token changes here.
   */
  @ParameterizedTest
  @ValueSource(strings = {"scalar", ""})
  void requestsSayTheSameTogetherAsAlone(String kernels) throws Exception {
    try (LoadedModel model = load(kernels)) {
      Property.check(
          3,
          choices -> choices.list(9, Asked::draw),
          asked -> {
            List<List<Integer>> alone = new ArrayList<>();
            for (int i = 0; i < asked.size(); i++) {
              GenerationRequest request = asked.get(i).request(i).withSpeculation(false);
              alone.add(answers(model, 64, List.of(request)).getFirst());
            }
            List<GenerationRequest> requests = new ArrayList<>();
            for (int i = 0; i < asked.size(); i++) {
              requests.add(asked.get(i).request(i));
            }
            assertThat(answers(model, 64, requests)).isEqualTo(alone);
            assertThat(answers(model, 9, requests)).as("in little memory").isEqualTo(alone);
          });
    }
  }

  private static List<List<Integer>> answers(
      LoadedModel model, int pages, List<GenerationRequest> requests) throws InterruptedException {
    SteppedModel stepped = stepped(model, KvType.F16, 128, pages);
    List<List<Integer>> answers = new ArrayList<>();
    try (Scheduler scheduler =
        Schedulers.start(stepped, model.tokenizer().orElseThrow(), CONTEXT)) {
      List<Generation> generations = requests.stream().map(scheduler::submit).toList();
      for (Generation generation : generations) {
        answers.add(Answer.read(generation).tokens());
      }
    }
    assertThat(stepped.pool().heldPages()).isZero();
    return answers;
  }

  /** The model computed by the kernels of that name; by the machine's own if it is empty. */
  private LoadedModel load(String kernels) throws Exception {
    Properties before = (Properties) System.getProperties().clone();
    try {
      if (!kernels.isEmpty()) {
        System.setProperty(KernelChoice.PROPERTY, kernels);
      }
      return load(Architecture.LLAMA);
    } finally {
      System.setProperties(before);
    }
  }

  @Test
  void aTruncatedCacheGoesOnAsIfTheRestHadNeverBeen() throws Exception {
    try (LoadedModel model = load(Architecture.QWEN3)) {
      SteppedModel stepped = stepped(model, KvType.F16, 128);
      KvCache cache = stepped.pool().newCache(CONTEXT);
      int[] tokens = new Random(10).ints(120, 3, TinyVocabulary.size()).toArray();
      float[] expected = append(stepped, cache, tokens, 0, 100);
      append(stepped, cache, tokens, 100, 120);
      for (int length : new int[] {99, 64, 63, 1, 0}) {
        cache.truncate(length);
        append(stepped, cache, tokens, 110, 120); // something else
        cache.truncate(length);
        assertThat(distance(append(stepped, cache, tokens, length, 100), expected))
            .as("from %d", length)
            .isLessThan(ROUNDING);
      }
    }
  }

  private static float[] append(SteppedModel model, KvCache cache, int[] tokens, int from, int to) {
    model.step(Batch.of(cache, tokens, from, to));
    return Arrays.copyOf(model.logits(), model.vocabularySize());
  }

  private static SteppedModel stepped(LoadedModel model, KvType kvType, int stepTokens) {
    return stepped(model, kvType, stepTokens, 64);
  }

  private static SteppedModel stepped(LoadedModel model, KvType kvType, int stepTokens, int pages) {
    KvLayout layout = new KvLayout(model.transformer().config().kvShape(), kvType);
    return new TransformerModel(
        model.transformer(),
        new KvPagePool(layout, pages, Arena.ofAuto()),
        new SteppedModel.StepLimits(stepTokens, Math.min(8, stepTokens), Math.min(24, stepTokens)));
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
    SteppedModel stepped = stepped(model, kvType, chunk);
    GenerationRequest request =
        GenerationRequest.of(prompt)
            .withSampling(SamplingOptions.greedy())
            .withMaxTokens(40)
            .withIgnoreEos(true);
    try (Scheduler scheduler = Schedulers.start(stepped, model.tokenizer().orElseThrow(), CONTEXT);
        Sequence sequence = scheduler.newSequence();
        Generation generation = scheduler.submit(sequence, request)) {
      return Answer.read(generation).tokens();
    }
  }
}
