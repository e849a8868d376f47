package ryot.engine.generate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ryot.engine.sample.SamplingOptions;

/** One request after the other: what is sent and how it ends. */
@Timeout(120)
class SchedulerTest {

  private static final int[] PROMPT = {1, 2, 3, 4, 5};

  private static final GenerationRequest REQUEST =
      GenerationRequest.of(PROMPT).withSampling(SamplingOptions.greedy());

  private Scheduler scheduler = startSaying("Hello");

  @AfterEach
  void close() {
    scheduler.close();
  }

  @Test
  void eachTokenIsOneEventAndTheLastEventSaysHowItEndedAndWhatItCost() throws Exception {
    Answer answer = answer(REQUEST);
    assertThat(answer.deltas()).containsExactly("H", "e", "l", "l", "o", "");
    assertThat(answer.tokens()).containsExactly(72, 101, 108, 108, 111, ByteTokenizer.END);
    assertThat(answer.reason()).isEqualTo(StopReason.END_OF_TEXT);
    GenerationUsage usage = answer.usage();
    assertThat(usage.promptTokens()).isEqualTo(5);
    assertThat(usage.cachedTokens()).isZero();
    assertThat(usage.generatedTokens()).isEqualTo(6);
    assertThat(usage.prefillNanos()).isPositive();
    assertThat(usage.decodeNanos()).isPositive();
  }

  @Test
  void aTokenThatEndsTheTextIsIgnoredOnRequest() throws Exception {
    Answer answer = answer(REQUEST.withIgnoreEos(true).withMaxTokens(8));
    assertThat(answer.text()).isEqualTo("Hello");
    assertThat(answer.tokens()).endsWith(ByteTokenizer.END, ByteTokenizer.END, ByteTokenizer.END);
    assertThat(answer.reason()).isEqualTo(StopReason.MAX_TOKENS);
  }

  @Test
  void aStopTokenEndsTheTextAndAddsNothingToIt() throws Exception {
    Answer answer = answer(REQUEST.withStopTokens('x', 'l'));
    assertThat(answer.deltas()).containsExactly("H", "e", "");
    assertThat(answer.tokens()).endsWith((int) 'l');
    assertThat(answer.reason()).isEqualTo(StopReason.STOP_TOKEN);
  }

  @Test
  void asManyTokensAsAllowedAreGenerated() throws Exception {
    for (int count = 1; count <= 5; count++) {
      Answer answer = answer(REQUEST.withMaxTokens(count));
      assertThat(answer.text()).isEqualTo("Hello".substring(0, count));
      assertThat(answer.reason()).isEqualTo(StopReason.MAX_TOKENS);
    }
  }

  @Test
  void aFullContextEndsTheText() throws Exception {
    restart(ScriptedModel.chaotic(), 8);
    Answer answer = answer(REQUEST);
    assertThat(answer.tokens()).hasSize(4); // three more fit; the fourth is picked after the last
    assertThat(answer.reason()).isEqualTo(StopReason.CONTEXT_FULL);
  }

  @Test
  void aPromptThatJustFitsGetsOneToken() throws Exception {
    restart(ScriptedModel.chaotic(), 5);
    assertThat(answer(REQUEST).tokens()).hasSize(1);
  }

  @Test
  void aPromptLongerThanTheContextIsRefusedWithNumbersAndRemedy() {
    restart(ScriptedModel.chaotic(), 3);
    try (Sequence sequence = scheduler.newSequence()) {
      assertThatThrownBy(() -> scheduler.submit(sequence, REQUEST))
          .isInstanceOfSatisfying(
              PromptTooLongException.class,
              e -> {
                assertThat(e.promptTokens()).isEqualTo(5);
                assertThat(e.contextLength()).isEqualTo(3);
              })
          .hasMessage(
              "the prompt has 5 tokens but the context holds 3: shorten the prompt by at least 2"
                  + " tokens, or open the engine with a longer context if the model allows one");
    }
  }

  @Test
  void tokenIdsOutsideTheVocabularyAreRefusedWithTheirPlace() {
    try (Sequence sequence = scheduler.newSequence()) {
      assertThatThrownBy(() -> scheduler.submit(sequence, GenerationRequest.of(new int[] {4, 300})))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("prompt[1] is 300, but the model's token ids run from 0 to 299");
      assertThatThrownBy(() -> scheduler.submit(sequence, GenerationRequest.of(new int[] {-1})))
          .hasMessageStartingWith("prompt[0] is -1");
      assertThatThrownBy(() -> scheduler.submit(sequence, REQUEST.withStopTokens(1000)))
          .hasMessageStartingWith("stopTokens[0] is 1000");
    }
  }

  @Test
  void aStopStringAcrossTokensEndsTheTextBeforeIt() throws Exception {
    Answer answer = answer(REQUEST.withStopStrings(List.of("llo")));
    assertThat(answer.deltas()).containsExactly("H", "e", "", "", "");
    assertThat(answer.reason()).isEqualTo(StopReason.STOP_STRING);
    assertThat(answer.usage().generatedTokens()).isEqualTo(5);
  }

  @Test
  void textHeldBackForAStopStringThatDoesNotComeIsSentWithALaterToken() throws Exception {
    Answer answer = answer(REQUEST.withStopStrings(List.of("lll", "ox")));
    assertThat(answer.deltas()).containsExactly("H", "e", "", "", "ll", "o");
    assertThat(answer.reason()).isEqualTo(StopReason.END_OF_TEXT);
  }

  @Test
  void textHeldBackComesWithTheLastTokenWhenTheLimitIsReached() throws Exception {
    Answer answer = answer(REQUEST.withStopStrings(List.of("llx")).withMaxTokens(4));
    assertThat(answer.deltas()).containsExactly("H", "e", "", "ll");
    assertThat(answer.reason()).isEqualTo(StopReason.MAX_TOKENS);
  }

  @Test
  void aStopStringCompletedByTheLastAllowedTokenIsAStopString() throws Exception {
    Answer answer = answer(REQUEST.withStopStrings(List.of("ll")).withMaxTokens(4));
    assertThat(answer.text()).isEqualTo("He");
    assertThat(answer.reason()).isEqualTo(StopReason.STOP_STRING);
  }

  @Test
  void halfACharacterIsNeverSent() throws Exception {
    scheduler.close();
    scheduler = startSaying("né😀");
    Answer answer = answer(REQUEST);
    assertThat(answer.deltas()).containsExactly("n", "", "é", "", "", "", "😀", "");
  }

  @Test
  void aCharacterThatStaysBrokenIsReplacedAtTheEnd() throws Exception {
    restart(ScriptedModel.saying(5, new byte[] {'n', (byte) 0xf0, (byte) 0x9f}), 100);
    assertThat(answer(REQUEST).deltas()).containsExactly("n", "", "", "\ufffd");
    assertThat(answer(REQUEST.withMaxTokens(2)).deltas()).containsExactly("n", "\ufffd");
  }

  @Test
  void aTokenBeyondTheVocabularyHasNoText() throws Exception {
    restart(new ScriptedModel(history -> history.length == 5 ? 299 : 'x'), 100);
    assertThat(answer(REQUEST.withMaxTokens(3)).deltas()).containsExactly("", "x", "x");
  }

  @Test
  void aModelWithoutATokenizerGivesTokensOnly() throws Exception {
    scheduler.close();
    scheduler = Schedulers.start(ScriptedModel.saying(5, "ab".getBytes(UTF_8)), null, 100);
    Answer answer = answer(REQUEST.withMaxTokens(4));
    assertThat(answer.tokens()).containsExactly(97, 98, 256, 256);
    assertThat(answer.text()).isEmpty();
    try (Sequence sequence = scheduler.newSequence()) {
      assertThatThrownBy(() -> scheduler.submit(sequence, REQUEST.withStopStrings(List.of("b"))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no tokenizer: use stop tokens");
    }
  }

  @Test
  void penaltiesLookBackOnThePromptToo() throws Exception {
    restart(new ScriptedModel(history -> 'a'), 100);
    SamplingOptions penalized = SamplingOptions.greedy().withPresencePenalty(50);
    GenerationRequest request =
        GenerationRequest.of(new int[] {'a', 0}).withSampling(penalized).withMaxTokens(3);
    assertThat(answer(request).tokens()).containsExactly(1, 2, 3);
  }

  @Test
  void aLongPromptIsComputedInChunks() throws Exception {
    ScriptedModel model = ScriptedModel.saying(20, new byte[0]).withMaxStepTokens(8);
    restart(model, 100);
    assertThat(answer(GenerationRequest.of(new int[20])).reason())
        .isEqualTo(StopReason.END_OF_TEXT);
    assertThat(model.slices()).containsExactly(8, 8, 4);
  }

  @Test
  void chunkedPrefillGivesWhatPrefillInOneGives() throws Exception {
    restart(ScriptedModel.chaotic(), 1000);
    GenerationRequest request =
        GenerationRequest.of(new int[333]).withSampling(SamplingOptions.greedy()).withMaxTokens(20);
    Answer inOne = answer(request);
    for (int chunk : new int[] {1, 7, 332, 333, 334}) {
      restart(ScriptedModel.chaotic().withMaxStepTokens(chunk), 1000);
      assertThat(answer(request).tokens()).isEqualTo(inOne.tokens());
    }
  }

  @Test
  void nothingIsReadAfterTheEnd() throws Exception {
    try (Sequence sequence = scheduler.newSequence();
        Generation generation = scheduler.submit(sequence, REQUEST)) {
      Answer.read(generation);
      assertThatThrownBy(generation::next)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Finished was its last event");
    }
  }

  private Answer answer(GenerationRequest request) throws InterruptedException {
    try (Sequence sequence = scheduler.newSequence();
        Generation generation = scheduler.submit(sequence, request)) {
      return Answer.read(generation);
    }
  }

  private void restart(ScriptedModel model, int contextLength) {
    scheduler.close();
    scheduler = Schedulers.start(model, new ByteTokenizer(), contextLength);
  }

  private static Scheduler startSaying(String text) {
    return Schedulers.start(
        ScriptedModel.saying(PROMPT.length, text.getBytes(UTF_8)), new ByteTokenizer(), 100);
  }
}
