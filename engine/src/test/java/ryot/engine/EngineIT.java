package ryot.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import ryot.engine.cache.KvType;
import ryot.engine.generate.Generation;
import ryot.engine.generate.GenerationEvent.Finished;
import ryot.engine.generate.GenerationEvent.TextDelta;
import ryot.engine.generate.GenerationRequest;
import ryot.engine.generate.GenerationUsage;
import ryot.engine.generate.PromptTooLongException;
import ryot.engine.generate.Sequence;
import ryot.engine.generate.StopReason;
import ryot.engine.sample.SamplingOptions;
import ryot.testkit.TinyModels;
import ryot.testkit.TinyModels.Architecture;
import ryot.testkit.TinyVocabulary;
import ryot.testkit.WeightType;

/** The whole engine over a tiny model that is written on the spot. */
@Timeout(60)
class EngineIT {

  private static final EngineOptions OPTIONS = EngineOptions.defaults().withThreads(2);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void aTinyModelOfEachArchitectureGenerates(Architecture architecture) throws Exception {
    Path file = TinyModels.write(folder.resolve("tiny.gguf"), architecture, WeightType.F32, 1);
    try (Engine engine = Engine.open(file, OPTIONS)) {
      Answer answer = answer(engine, greedy(prompt(20, 1), 30));
      assertThat(answer.tokens()).hasSize(30);
      assertThat(answer.reason()).isEqualTo(StopReason.MAX_TOKENS);
      String text = engine.tokenizer().orElseThrow().decode(answer.ids());
      assertThat(answer.text()).isEqualTo(text);
      assertThat(text.getBytes(UTF_8)).isNotEmpty();
    }
  }

  @Test
  void theFacadeTellsWhatTheFileHolds() throws Exception {
    try (Engine engine = open(OPTIONS)) {
      assertThat(engine.contextLength()).isEqualTo(TinyModels.CONTEXT_LENGTH);
      assertThat(engine.config().vocabularySize()).isEqualTo(TinyVocabulary.size());
      assertThat(engine.chatTemplateSource()).isPresent();
      assertThat(engine.kernelDescription()).isNotEmpty();
    }
  }

  /** Prefixes of every kind: within one chunk, across chunks, and over the end of a cache page. */
  @ParameterizedTest
  @CsvSource({"F16,Q8_0", "F32,F32", "F16,Q4_0"})
  void greedyTextIsTheSameColdAndReused(KvType kvType, WeightType type) throws Exception {
    Path file = TinyModels.write(folder.resolve("tiny.gguf"), Architecture.LLAMA, type, 2);
    EngineOptions options = OPTIONS.withKvType(kvType);
    try (Engine engine = Engine.open(file, options);
        Sequence sequence = engine.newSequence()) {
      int[] prompt = prompt(10, 3);
      for (int turn = 0; turn < 8; turn++) {
        Answer reused = answer(engine, sequence, greedy(prompt, 24));
        try (Engine cold = Engine.open(file, options)) {
          assertThat(reused.tokens())
              .as("turn %d, %d of %d cached", turn, reused.usage().cachedTokens(), prompt.length)
              .isEqualTo(answer(cold, greedy(prompt, 24)).tokens());
        }
        assertThat(reused.usage().cachedTokens()).isEqualTo(turn == 0 ? 0 : prompt.length - 6);
        prompt = concat(prompt, reused.ids(), prompt(5, turn));
      }
    }
  }

  @Test
  void aPromptComputedInTwoPartsContinuesAsIfItHadBeenComputedInOne() throws Exception {
    int[] prompt = prompt(450, 5);
    List<Integer> cold = coldAnswer(OPTIONS, prompt, 20);
    for (int first : new int[] {1, 63, 64, 65, 300, 449}) {
      try (Engine engine = open(OPTIONS);
          Sequence sequence = engine.newSequence()) {
        Answer beginning = answer(engine, sequence, greedy(Arrays.copyOf(prompt, first), 1));
        assertThat(beginning.tokens()).hasSize(1);
        Answer whole = answer(engine, sequence, greedy(prompt, 20));
        assertThat(whole.usage().cachedTokens()).isEqualTo(first);
        assertThat(whole.tokens()).as("in two parts at %d", first).isEqualTo(cold);
      }
    }
  }

  /** Without a sequence, whole pages of 64 tokens are found that others have computed. */
  @ParameterizedTest
  @EnumSource(KvType.class)
  void aPromptThatBeginsLikeAnEarlierOneIsComputedFromWhereItDiffers(KvType kvType)
      throws Exception {
    EngineOptions options = OPTIONS.withKvType(kvType);
    int[] first = prompt(300, 5);
    int[] second = first.clone();
    second[200] ^= 1;
    List<Integer> cold = coldAnswer(options, second, 20);
    try (Engine engine = open(options);
        Generation earlier = engine.submit(greedy(first, 20));
        Generation later = engine.submit(greedy(second, 20))) {
      assertThat(read(earlier).usage().cachedTokens()).isZero();
      Answer together = read(later);
      assertThat(together.usage().cachedTokens()).isEqualTo(192);
      assertThat(together.tokens()).isEqualTo(cold);
      try (Generation again = engine.submit(greedy(second, 20))) {
        Answer afterwards = read(again);
        assertThat(afterwards.usage().cachedTokens()).isEqualTo(256);
        assertThat(afterwards.tokens()).isEqualTo(cold);
      }
    }
  }

  private List<Integer> coldAnswer(EngineOptions options, int[] prompt, int count)
      throws Exception {
    try (Engine engine = open(options)) {
      return answer(engine, greedy(prompt, count)).tokens();
    }
  }

  /** A page is 64 tokens of 2 layers, 2 heads of 16, keys and values, two bytes each. */
  @Test
  void inTooLittleMemoryForAllTheyTakeTurnsAndSayTheSame() throws Exception {
    EngineOptions options = OPTIONS.withCacheBytes(9L * 64 * 2 * 2 * 16 * 2 * 2);
    try (Engine engine = open(options)) {
      List<Generation> generations = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        generations.add(engine.submit(greedy(prompt(100, i), 60)));
      }
      for (int i = 0; i < 6; i++) {
        assertThat(read(generations.get(i)).tokens())
            .isEqualTo(coldAnswer(OPTIONS, prompt(100, i), 60));
        generations.get(i).close();
      }
    }
    assertThatThrownBy(() -> open(options.withCacheBytes(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a context of 512 tokens needs 8 pages of keys and values");
  }

  @Test
  void aRequestGivesTheSameAmongOthersAsAlone() throws Exception {
    try (Engine engine = open(OPTIONS)) {
      List<List<Integer>> alone = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        alone.add(answer(engine, greedy(prompt(30, i), 40)).tokens());
      }
      List<Sequence> sequences = new ArrayList<>();
      List<Generation> generations = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        sequences.add(engine.newSequence());
        generations.add(engine.submit(sequences.get(i), greedy(prompt(30, i), 40)));
      }
      for (int i = 4; i >= 0; i--) {
        assertThat(read(generations.get(i)).tokens()).isEqualTo(alone.get(i));
        generations.get(i).close();
        sequences.get(i).close();
      }
    }
  }

  @Test
  void theSameSeedGivesTheSameText() throws Exception {
    SamplingOptions hot = SamplingOptions.defaults().withTemperature(1.5f);
    GenerationRequest request = greedy(prompt(12, 8), 60);
    String first;
    try (Engine engine = open(OPTIONS)) {
      first = answer(engine, request.withSampling(hot.withSeed(11))).text();
      assertThat(answer(engine, request.withSampling(hot.withSeed(11))).text()).isEqualTo(first);
      assertThat(answer(engine, request.withSampling(hot.withSeed(12))).text()).isNotEqualTo(first);
    }
    try (Engine another = open(OPTIONS.withThreads(1))) {
      assertThat(answer(another, request.withSampling(hot.withSeed(11))).text()).isEqualTo(first);
    }
  }

  @Test
  void aShorterContextThanTheModelsEndsTheTextAndRefusesLongerPrompts() throws Exception {
    try (Engine engine = open(OPTIONS.withContextLength(40))) {
      assertThat(engine.contextLength()).isEqualTo(40);
      Answer answer = answer(engine, greedy(prompt(30, 1), 100));
      assertThat(answer.reason()).isEqualTo(StopReason.CONTEXT_FULL);
      assertThat(answer.tokens()).hasSize(11);
      assertThatThrownBy(() -> answer(engine, greedy(prompt(41, 1), 1)))
          .isInstanceOf(PromptTooLongException.class)
          .hasMessageContaining("41 tokens but the context holds 40");
    }
  }

  @Test
  void aLongerContextThanTheModelsIsRefused() {
    assertThatThrownBy(() -> open(OPTIONS.withContextLength(513)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a context of 513 tokens was asked for, but the model has 512: ask for at most that");
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> OPTIONS.withThreads(0))
        .hasMessage("threads must be from 1 to 1024, is 0");
    assertThatThrownBy(() -> OPTIONS.withContextLength(-1))
        .hasMessage("contextLength must be 0 (the model's) or more, is -1");
    assertThatThrownBy(() -> OPTIONS.withCacheBytes(-1))
        .hasMessage("cacheBytes must be 0 (the engine's choice) or more, is -1");
  }

  @Test
  void closingInTheMiddleOfAGenerationEndsItAndTheEngineStaysClosed() throws Exception {
    Engine engine = open(OPTIONS);
    Sequence sequence = engine.newSequence();
    Generation generation = engine.submit(sequence, greedy(prompt(10, 1), 400));
    assertThat(generation.next()).isInstanceOf(TextDelta.class);
    engine.close();
    engine.close();
    assertThat(read(generation).reason()).isEqualTo(StopReason.CANCELLED);
    assertThatThrownBy(() -> engine.submit(sequence, greedy(prompt(10, 1), 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the engine is closed");
    sequence.close();
  }

  private Engine open(EngineOptions options) throws IOException {
    Path file = folder.resolve("tiny.gguf");
    if (Files.notExists(file)) { // an engine that is open has it mapped
      TinyModels.write(file, Architecture.LLAMA, WeightType.F32, 7);
    }
    return Engine.open(file, options);
  }

  private record Answer(
      List<Integer> tokens, String text, StopReason reason, GenerationUsage usage) {
    int[] ids() {
      return tokens.stream().mapToInt(Integer::intValue).toArray();
    }
  }

  private static Answer answer(Engine engine, GenerationRequest request)
      throws InterruptedException {
    try (Sequence sequence = engine.newSequence()) {
      return answer(engine, sequence, request);
    }
  }

  private static Answer answer(Engine engine, Sequence sequence, GenerationRequest request)
      throws InterruptedException {
    try (Generation generation = engine.submit(sequence, request)) {
      return read(generation);
    }
  }

  private static Answer read(Generation generation) throws InterruptedException {
    List<Integer> tokens = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    while (true) {
      switch (generation.next()) {
        case TextDelta delta -> {
          tokens.add(delta.token());
          text.append(delta.text());
        }
        case Finished finished -> {
          return new Answer(tokens, text.toString(), finished.reason(), finished.usage());
        }
      }
    }
  }

  private static GenerationRequest greedy(int[] prompt, int maxTokens) {
    return GenerationRequest.of(prompt)
        .withSampling(SamplingOptions.greedy())
        .withMaxTokens(maxTokens)
        .withIgnoreEos(true);
  }

  private static int[] prompt(int length, long seed) {
    return new Random(seed).ints(length, 3, TinyVocabulary.size()).toArray();
  }

  private static int[] concat(int[]... parts) {
    return Arrays.stream(parts).flatMapToInt(IntStream::of).toArray();
  }
}
