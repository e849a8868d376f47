package ryot.engine.generate;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ryot.engine.cache.KvCache;
import ryot.engine.cache.KvOrigin;
import ryot.engine.cache.MemoryPrefixStore;
import ryot.engine.sample.SamplingOptions;

/**
 * Requests of all kinds at once, with drafts, stop tokens, cancellation and little room, over two
 * starts with one store: answers are right, and each page holds the tokens that it is named by.
 */
@Timeout(120)
class StoredPagesPropertyTest {

  private static final int CONTEXT = 640;

  private final MemoryPrefixStore store = new MemoryPrefixStore();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void pagesHoldTheTokensThatTheyAreNamedBy(long seed) throws Exception {
    Random random = new Random(seed);
    for (int start = 0; start < 2; start++) {
      ScriptedModel model = ScriptedModel.repetitive().withPages(24);
      KvOrigin origin = new KvOrigin("model", "scripted", model.pool().layout());
      try (Scheduler scheduler =
          Scheduler.start(
              model,
              new ByteTokenizer(),
              CONTEXT,
              DraftCost.of(0.2f),
              new StoredPrefixes(store, CompletableFuture.completedFuture(origin)))) {
        for (int round = 0; round < 6; round++) {
          ask(scheduler, model, random);
        }
      }
      assertThat(model.pool().heldPages()).isZero();
      requireRightPages();
    }
    assertThat(store.pages).isNotEmpty();
  }

  /** Drafts reach over the end of a page, and a stop token ends the text before it. */
  @Test
  void whatWasDraftedBehindTheEndIsNotKept() throws Exception {
    for (int length = 50; length < 64; length++) {
      for (int stop = 0; stop < 7; stop++) {
        ScriptedModel model = new ScriptedModel(history -> 'a' + history.length % 7);
        KvOrigin origin = new KvOrigin("model", "scripted", model.pool().layout());
        int[] prompt = new int[length];
        Arrays.setAll(prompt, at -> 'a' + at % 7);
        try (Scheduler scheduler =
                Scheduler.start(
                    model,
                    new ByteTokenizer(),
                    CONTEXT,
                    DraftCost.of(0.01f),
                    new StoredPrefixes(store, CompletableFuture.completedFuture(origin)));
            Generation generation =
                scheduler.submit(
                    GenerationRequest.of(prompt)
                        .withSampling(SamplingOptions.greedy())
                        .withSpeculation(true)
                        .withStopTokens('a' + stop))) {
          Answer.read(generation);
        }
        requireRightPages();
      }
    }
  }

  private static void ask(Scheduler scheduler, ScriptedModel model, Random random)
      throws InterruptedException {
    List<int[]> prompts = new ArrayList<>();
    List<Generation> generations = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int[] prompt = new int[1 + random.nextInt(300)];
      int kind = random.nextInt(3); // few, so that texts share beginnings
      Arrays.setAll(prompt, at -> 'a' + (at * (kind + 3) + at / 50) % 20);
      GenerationRequest request =
          GenerationRequest.of(prompt)
              .withSampling(SamplingOptions.greedy())
              .withMaxTokens(1 + random.nextInt(150))
              .withSpeculation(random.nextBoolean());
      if (random.nextBoolean()) {
        request = request.withStopTokens('a' + random.nextInt(26));
      }
      prompts.add(prompt);
      generations.add(scheduler.submit(request));
    }
    for (int i = 0; i < generations.size(); i++) {
      try (Generation generation = generations.get(i)) {
        if (random.nextInt(5) == 0) {
          generation.cancel();
        }
        Answer answer = Answer.read(generation);
        List<Integer> expected = model.answer(prompts.get(i), answer.tokens().size());
        assertThat(answer.tokens()).isEqualTo(expected);
      }
    }
  }

  private void requireRightPages() {
    for (Map.Entry<String, byte[]> page : store.pages.entrySet()) {
      String name = page.getKey();
      String list = name.substring(name.lastIndexOf('[') + 1, name.length() - 1);
      int[] tokens = Arrays.stream(list.split(", ")).mapToInt(Integer::parseInt).toArray();
      MemorySegment memory = MemorySegment.ofArray(page.getValue());
      int first = (tokens.length - 1) / KvCache.PAGE * KvCache.PAGE;
      for (int i = first; i < tokens.length; i++) {
        float key = memory.get(JAVA_FLOAT_UNALIGNED, (long) (i - first) * Float.BYTES);
        assertThat((int) key).as("token %d of %d", i, tokens.length).isEqualTo(tokens[i]);
      }
    }
  }
}
