package ryot.engine.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ryot.engine.sample.SamplingOptions;
import ryot.testkit.Choices;
import ryot.testkit.Property;

/** What a sequence holds, and that reuse changes the cost but never the answer. */
@Timeout(120)
class SequenceTest {

  private final ScriptedModel model = ScriptedModel.chaotic();
  private final Scheduler scheduler = Schedulers.start(model, new ByteTokenizer(), 1000);

  @AfterEach
  void close() {
    scheduler.close();
  }

  @Test
  void itHoldsThePromptAndWhatWasGeneratedButForTheLastToken() throws Exception {
    try (Sequence sequence = scheduler.newSequence()) {
      assertThat(sequence.tokens()).isEmpty();
      Answer answer = ask(sequence, 3, 1, 2, 3);
      int[] generated = answer.tokens().stream().mapToInt(Integer::intValue).toArray();
      assertThat(sequence.tokens()).containsExactly(1, 2, 3, generated[0], generated[1]);
    }
  }

  @Test
  void aPromptThatContinuesItIsComputedFromWhereItContinues() throws Exception {
    try (Sequence sequence = scheduler.newSequence()) {
      Answer first = ask(sequence, 3, 1, 2, 3);
      int[] next =
          IntStream.concat(
                  IntStream.of(1, 2, 3),
                  IntStream.concat(
                      first.tokens().stream().mapToInt(Integer::intValue), IntStream.of(7, 8)))
              .toArray();
      model.steps.clear();
      Answer second = ask(sequence, 1, next);
      assertThat(second.usage().cachedTokens()).isEqualTo(5);
      assertThat(second.usage().promptTokens()).isEqualTo(8);
      assertThat(model.slices()).containsExactly(3);
    }
  }

  @Test
  void thePartThatDiffersIsForgotten() throws Exception {
    try (Sequence sequence = scheduler.newSequence()) {
      ask(sequence, 4, 1, 2, 3, 4);
      assertThat(ask(sequence, 1, 1, 2, 9, 4).usage().cachedTokens()).isEqualTo(2);
      assertThat(sequence.tokens()).containsExactly(1, 2, 9, 4);
    }
  }

  @Test
  void theSamePromptAgainComputesItsLastTokenOnly() throws Exception {
    try (Sequence sequence = scheduler.newSequence()) {
      Answer first = ask(sequence, 4, 1, 2, 3, 4);
      Answer again = ask(sequence, 4, 1, 2, 3, 4);
      assertThat(again.usage().cachedTokens()).isEqualTo(3);
      assertThat(again.tokens()).isEqualTo(first.tokens());
      assertThat(ask(sequence, 1, 1, 2).usage().cachedTokens()).isEqualTo(1);
    }
  }

  @Test
  void resetForgetsEverything() throws Exception {
    try (Sequence sequence = scheduler.newSequence()) {
      ask(sequence, 2, 1, 2, 3);
      sequence.reset();
      assertThat(sequence.tokens()).isEmpty();
      assertThat(ask(sequence, 2, 1, 2, 3).usage().cachedTokens()).isZero();
    }
  }

  @Test
  void resetDuringARequestWaitsForItsEnd() throws Exception {
    Semaphore gate = model.gated();
    try (Sequence sequence = scheduler.newSequence();
        Generation generation = scheduler.submit(sequence, request(2, 1, 2, 3))) {
      gate.release();
      generation.next();
      sequence.reset();
      assertThat(sequence.tokens()).containsExactly(1, 2, 3);
      gate.release(100);
      Answer rest = Answer.read(generation);
      assertThat(rest.reason()).isEqualTo(StopReason.MAX_TOKENS);
      assertThat(sequence.tokens()).isEmpty();
      ask(sequence, 1, 1, 2);
      assertThat(sequence.tokens()).containsExactly(1, 2); // one reset forgets once
    }
  }

  @Test
  void sequencesDoNotMix() throws Exception {
    try (Sequence one = scheduler.newSequence();
        Sequence other = scheduler.newSequence()) {
      ask(one, 2, 1, 2, 3);
      assertThat(ask(other, 2, 1, 2, 3).usage().cachedTokens()).isZero();
      assertThat(ask(one, 2, 1, 2, 3).usage().cachedTokens()).isEqualTo(2);
    }
  }

  @Test
  void aRequestWaitsForTheEarlierOneOfItsSequenceButOthersDoNot() throws Exception {
    try (Sequence sequence = scheduler.newSequence();
        Sequence other = scheduler.newSequence();
        Generation first = scheduler.submit(sequence, request(200, 1, 2, 3));
        Generation second = scheduler.submit(sequence, request(2, 1, 2, 4))) {
      while (model.steps.size() < 64) {
        Thread.sleep(1); // then the first stalls, because nobody reads it
      }
      ask(other, 30, 9);
      assertThat(model.steps).hasSize(64 + 30);
      assertThat(Answer.read(first).tokens()).hasSize(200);
      assertThat(Answer.read(second).usage().cachedTokens()).isEqualTo(2);
    }
  }

  @Test
  void closingFreesTheMemoryAndCancelsWhatUsesIt() throws Exception {
    Semaphore gate = model.gated();
    Sequence sequence = scheduler.newSequence();
    try (Generation running = scheduler.submit(sequence, request(50, 1, 2, 3));
        Generation waiting = scheduler.submit(sequence, request(50, 1, 2, 3))) {
      gate.release();
      running.next();
      sequence.close();
      sequence.close();
      gate.release(100);
      assertThat(Answer.read(running).reason()).isEqualTo(StopReason.CANCELLED);
      assertThat(Answer.read(waiting).reason()).isEqualTo(StopReason.CANCELLED);
      assertThat(model.pool().heldPages()).isZero();
      assertThat(sequence.tokens()).isEmpty();
    }
    assertThatThrownBy(() -> scheduler.submit(sequence, request(1, 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the sequence is closed");
  }

  @Test
  void aSequenceOfAnotherEngineIsRefused() {
    try (Scheduler other = Schedulers.start(ScriptedModel.chaotic(), null, 10);
        Sequence foreign = other.newSequence()) {
      assertThatThrownBy(() -> scheduler.submit(foreign, request(1, 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("another engine");
    }
  }

  /**
   * A turn of a conversation.
   *
   * @param goBack how many of the tokens said so far are taken back
   * @param said what is said instead
   * @param answerTokens how many tokens are answered
   */
  private record Turn(int goBack, List<Integer> said, int answerTokens) {}

  private static Turn drawTurn(Choices choices) {
    return new Turn(choices.below(30), choices.list(20, c -> c.below(3)), choices.between(1, 20));
  }

  /** Whatever is reused, the answer is that of a sequence without a past. */
  @Test
  void greedyAnswersAreTheSameReusedOrCold() {
    Property.check(
        choices -> choices.list(8, SequenceTest::drawTurn),
        turns -> {
          List<Integer> history = new ArrayList<>();
          try (Sequence sequence = scheduler.newSequence()) {
            for (Turn turn : turns) {
              int kept = Math.max(0, history.size() - turn.goBack());
              history.subList(kept, history.size()).clear();
              history.addAll(turn.said());
              history.add(5);
              int[] prompt = history.stream().mapToInt(Integer::intValue).toArray();
              Answer answer = ask(sequence, turn.answerTokens(), prompt);
              assertThat(answer.tokens())
                  .isEqualTo(ScriptedModel.chaoticAnswer(prompt, turn.answerTokens()));
              history.addAll(answer.tokens());
            }
          }
        });
  }

  private Answer ask(Sequence sequence, int maxTokens, int... prompt) throws InterruptedException {
    try (Generation generation = scheduler.submit(sequence, request(maxTokens, prompt))) {
      return Answer.read(generation);
    }
  }

  private static GenerationRequest request(int maxTokens, int... prompt) {
    return GenerationRequest.of(prompt)
        .withSampling(SamplingOptions.greedy())
        .withMaxTokens(maxTokens);
  }
}
