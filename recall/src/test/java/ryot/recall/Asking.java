package ryot.recall;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import ryot.engine.Engine;
import ryot.engine.EngineOptions;
import ryot.engine.generate.Generation;
import ryot.engine.generate.GenerationEvent.Finished;
import ryot.engine.generate.GenerationEvent.TextDelta;
import ryot.engine.generate.GenerationRequest;
import ryot.engine.generate.GenerationUsage;
import ryot.engine.sample.SamplingOptions;
import ryot.testkit.TinyVocabulary;

/** Prompts and answers of tiny models. */
final class Asking {

  static final EngineOptions OPTIONS = EngineOptions.defaults().withThreads(2);

  /** Models so small compute as fast as a vault reads. */
  static final RecallOptions RECALL = RecallOptions.defaults().withEvenIfSlower(true);

  private static final int ANSWER = 24;

  private Asking() {}

  record Answer(List<Integer> tokens, GenerationUsage usage) {}

  static int[] prompt(int length, long seed) {
    return new Random(seed).ints(length, 3, TinyVocabulary.size()).toArray();
  }

  static Answer greedy(Engine engine, int[] prompt) throws InterruptedException {
    return ask(engine, prompt, SamplingOptions.greedy());
  }

  static Answer ask(Engine engine, int[] prompt, SamplingOptions sampling)
      throws InterruptedException {
    GenerationRequest request =
        GenerationRequest.of(prompt)
            .withSampling(sampling)
            .withMaxTokens(ANSWER)
            .withIgnoreEos(true);
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
}
