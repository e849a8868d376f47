package ryot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ryot.engine.cache.KvType;
import ryot.engine.cache.MemoryPrefixStore;
import ryot.engine.generate.Generation;
import ryot.engine.generate.GenerationEvent.Finished;
import ryot.engine.generate.GenerationEvent.TextDelta;
import ryot.engine.generate.GenerationRequest;
import ryot.engine.generate.GenerationUsage;
import ryot.engine.sample.SamplingOptions;
import ryot.testkit.TinyModels;
import ryot.testkit.TinyModels.Architecture;
import ryot.testkit.TinyVocabulary;
import ryot.testkit.WeightType;

/** A tiny model with a store: the same answers, warm. */
@Timeout(60)
class StoredPrefixIT {

  private static final EngineOptions OPTIONS = EngineOptions.defaults().withThreads(2);
  private static final SamplingOptions HOT =
      SamplingOptions.defaults().withTemperature(1.5f).withSeed(11);

  @TempDir Path folder;
  private Path file = Path.of("");
  private final MemoryPrefixStore store = new MemoryPrefixStore();

  /** Q8_0: products in machine code, where that runs, else as the vectors and scalars have them. */
  @BeforeEach
  void writeModel() throws Exception {
    file = TinyModels.write(folder.resolve("tiny.gguf"), Architecture.LLAMA, WeightType.Q8_0, 7);
  }

  private record Answer(List<Integer> tokens, GenerationUsage usage) {}

  private static Answer ask(Engine engine, int[] prompt, SamplingOptions sampling)
      throws InterruptedException {
    GenerationRequest request =
        GenerationRequest.of(prompt).withSampling(sampling).withMaxTokens(40).withIgnoreEos(true);
    List<Integer> tokens = new ArrayList<>();
    try (Generation generation = engine.submit(request)) {
      while (true) {
        switch (generation.next()) {
          case TextDelta delta -> tokens.add(delta.token());
          case Finished finished -> {
            return new Answer(tokens, finished.usage());
          }
        }
      }
    }
  }

  private static int[] prompt(int length, long seed) {
    return new Random(seed).ints(length, 3, TinyVocabulary.size()).toArray();
  }

  @ParameterizedTest
  @EnumSource(KvType.class)
  void answersAreTheSameColdAndWarm(KvType type) throws Exception {
    EngineOptions options = OPTIONS.withKvType(type);
    int[] lengths = {40, 64, 129, 300, 448};
    List<List<Integer>> cold = new ArrayList<>();
    for (int length : lengths) {
      try (Engine engine = Engine.open(file, options)) {
        cold.add(ask(engine, prompt(length, length), SamplingOptions.greedy()).tokens());
      }
      try (Engine engine = Engine.open(file, options)) {
        cold.add(ask(engine, prompt(length, length), HOT).tokens());
      }
    }
    try (Engine engine = Engine.open(file, options, store)) {
      for (int length : lengths) {
        assertThat(ask(engine, prompt(length, length), HOT).usage().restoredTokens()).isZero();
      }
    }
    for (int i = 0; i < lengths.length; i++) {
      int[] prompt = prompt(lengths[i], lengths[i]);
      for (SamplingOptions sampling : List.of(SamplingOptions.greedy(), HOT)) {
        try (Engine engine = Engine.open(file, options, store)) {
          Answer warm = ask(engine, prompt, sampling);
          assertThat(warm.usage().restoredTokens()).isGreaterThanOrEqualTo(lengths[i] - 8);
          assertThat(warm.tokens())
              .as("%d tokens, %s", lengths[i], sampling)
              .isEqualTo(cold.get(2 * i + (sampling.equals(HOT) ? 1 : 0)));
        }
      }
    }
  }

  @Test
  void promptsThatDifferSomewhereShareWhatComesBefore() throws Exception {
    int[] first = prompt(300, 1);
    int[] second = first.clone();
    second[200] ^= 1;
    try (Engine engine = Engine.open(file, OPTIONS, store)) {
      ask(engine, first, HOT);
    }
    List<Integer> cold;
    try (Engine engine = Engine.open(file, OPTIONS)) {
      cold = ask(engine, second, HOT).tokens();
    }
    try (Engine engine = Engine.open(file, OPTIONS, store)) {
      Answer warm = ask(engine, second, HOT);
      assertThat(warm.usage().restoredTokens()).isEqualTo(192);
      assertThat(warm.tokens()).isEqualTo(cold);
      assertThat(engine.prefixCounts().restoredTokens()).isEqualTo(192);
    }
  }

  @Test
  void anotherModelAndAnotherTypeFindNothing() throws Exception {
    int[] prompt = prompt(200, 1);
    try (Engine engine = Engine.open(file, OPTIONS, store)) {
      ask(engine, prompt, HOT);
    }
    Path other =
        TinyModels.write(folder.resolve("other.gguf"), Architecture.LLAMA, WeightType.Q8_0, 8);
    try (Engine engine = Engine.open(other, OPTIONS, store)) {
      assertThat(ask(engine, prompt, HOT).usage().restoredTokens()).isZero();
    }
    try (Engine engine = Engine.open(file, OPTIONS.withKvType(KvType.Q8_0), store)) {
      assertThat(ask(engine, prompt, HOT).usage().restoredTokens()).isZero();
    }
    assertThat(store.pages.keySet().stream().map(name -> name.substring(0, 85)).distinct())
        .hasSize(2); // models
  }
}
