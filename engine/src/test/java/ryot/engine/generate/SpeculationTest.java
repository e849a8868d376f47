package ryot.engine.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ryot.engine.sample.SamplingOptions;
import ryot.testkit.Choices;
import ryot.testkit.Property;

/** Drafting changes the number of steps and nothing else. */
@Timeout(120)
class SpeculationTest {

  private static final int CONTEXT = 200;

  private ScriptedModel model = ScriptedModel.repetitive();
  private Scheduler scheduler = Schedulers.start(model, new ByteTokenizer(), CONTEXT);

  @AfterEach
  void close() {
    scheduler.close();
    assertThat(model.pool().heldPages()).isZero();
  }

  private void restart(ScriptedModel other) {
    scheduler.close();
    model = other;
    scheduler = Schedulers.start(model, new ByteTokenizer(), CONTEXT);
  }

  private static GenerationRequest draw(Choices choices) {
    int[] prompt = new int[choices.between(1, 60)];
    for (int i = 0; i < prompt.length; i++) {
      prompt[i] = choices.below(3);
    }
    SamplingOptions warm = SamplingOptions.defaults().withTemperature(5).withSeed(choices.below(9));
    GenerationRequest request =
        GenerationRequest.of(prompt)
            .withSampling(choices.flag() ? SamplingOptions.greedy() : warm)
            .withMaxTokens(choices.between(1, 250))
            .withStopTokens(choices.flag() ? new int[] {'q', 'z'} : new int[0]);
    if (choices.flag()) {
      request = request.withStopStrings(List.of("abc", "xx"));
    }
    return choices.flag()
        ? request.withSampling(request.sampling().withRepetitionPenalty(1.3f))
        : request;
  }

  @Test
  void everyAnswerIsTheOneWithoutSpeculation() {
    Property.check(
        300,
        SpeculationTest::draw,
        request -> {
          Answer plain = answer(request);
          Answer speculative = answer(request.withSpeculation(true));
          assertThat(speculative.tokens()).isEqualTo(plain.tokens());
          assertThat(speculative.deltas()).isEqualTo(plain.deltas());
          assertThat(speculative.reason()).isEqualTo(plain.reason());
          assertThat(speculative.usage().generatedTokens()).isEqualTo(plain.tokens().size());
        });
  }

  @Test
  void theSequenceHoldsWhatItWouldHoldWithout() throws Exception {
    for (int count = 1; count < 60; count++) {
      List<int[]> held = new ArrayList<>();
      for (boolean speculation : new boolean[] {false, true}) {
        try (Sequence sequence = scheduler.newSequence();
            Generation generation =
                scheduler.submit(
                    sequence,
                    GenerationRequest.of(new int[] {1, 2, 1, 2, 1, 2})
                        .withSampling(SamplingOptions.greedy())
                        .withMaxTokens(count)
                        .withSpeculation(speculation))) {
          Answer.read(generation);
          held.add(sequence.tokens());
        }
      }
      assertThat(held.get(1)).isEqualTo(held.get(0));
    }
  }

  @Test
  void aTextThatRepeatsItselfTakesFewerSteps() throws Exception {
    restart(new ScriptedModel(history -> 'a' + history.length % 5));
    GenerationRequest request =
        GenerationRequest.of(new int[] {1, 2, 3})
            .withSampling(SamplingOptions.greedy())
            .withMaxTokens(150);
    Answer plain = answer(request);
    assertThat(model.steps).hasSize(150);
    model.steps.clear();
    Answer speculative = answer(request.withSpeculation(true));
    assertThat(speculative.tokens()).isEqualTo(plain.tokens());
    assertThat(model.steps.size()).isLessThan(75); // a slow reader leaves less room for drafts
  }

  @Test
  void aTextThatNeverRepeatsItselfIsNotMadeLonger() throws Exception {
    restart(ScriptedModel.chaotic());
    GenerationRequest request =
        GenerationRequest.of(new int[] {1, 2, 3})
            .withSampling(SamplingOptions.greedy())
            .withMaxTokens(180)
            .withSpeculation(true);
    answer(request);
    assertThat(model.steps).hasSizeLessThanOrEqualTo(180);
    int computed = model.slices().stream().mapToInt(Integer::intValue).sum();
    assertThat(computed).isLessThan(182 + 60); // little of it drafted in vain
  }

  @Test
  void draftsShareTheRowsOfLogitsThatAreSpare() throws Exception {
    restart(new ScriptedModel(history -> 'a' + history.length % 5));
    List<Generation> generations = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      generations.add(
          scheduler.submit(
              GenerationRequest.of(new int[] {1, i})
                  .withSampling(SamplingOptions.greedy())
                  .withMaxTokens(60)
                  .withSpeculation(true)));
    }
    for (Generation generation : generations) {
      assertThat(Answer.read(generation).tokens()).hasSize(60);
      generation.close();
    }
  }

  private Answer answer(GenerationRequest request) throws InterruptedException {
    try (Generation generation = scheduler.submit(request)) {
      return Answer.read(generation);
    }
  }
}
