package ryot.engine.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ryot.engine.sample.SamplingOptions;
import ryot.engine.tokenizer.TokenDecoder;
import ryot.testkit.Choices;
import ryot.testkit.Property;

/** Seeded random requests to a model that says random bytes, valid UTF-8 or not. */
@Timeout(120)
class GenerationPropertyTest {

  private static final int CONTEXT = 200;
  private static final ByteTokenizer TOKENIZER = new ByteTokenizer();

  private final Scheduler scheduler =
      Schedulers.start(new ScriptedModel(GenerationPropertyTest::randomByte), TOKENIZER, CONTEXT);

  @AfterEach
  void close() {
    scheduler.close();
  }

  @Test
  void theTextIsThatOfTheTokensUpToTheFirstStopString() {
    Property.check(
        400,
        choices -> drawRequest(choices).withStopStrings(drawStops(choices)),
        request -> {
          Answer answer = answer(request);
          String all = textOf(answer, request.prompt());
          if (answer.reason() == StopReason.STOP_STRING) {
            assertThat(all).startsWith(answer.text());
            assertThat(request.stopStrings())
                .anyMatch(stop -> all.startsWith(stop, answer.text().length()));
          } else {
            assertThat(answer.text()).isEqualTo(all);
          }
          assertThat(request.stopStrings()).noneMatch(answer.text()::contains);
          assertThat(answer.usage().generatedTokens()).isEqualTo(answer.tokens().size());
        });
  }

  @Test
  void theReasonIsTheOneThatTheTokensShow() {
    Property.check(
        GenerationPropertyTest::drawRequest,
        request -> {
          Answer answer = answer(request);
          int count = answer.tokens().size();
          StopReason expected;
          if (answer.tokens().getLast() == ByteTokenizer.END) {
            expected = StopReason.END_OF_TEXT;
          } else if (count == request.maxTokens()) {
            expected = StopReason.MAX_TOKENS;
          } else {
            expected = StopReason.CONTEXT_FULL;
            assertThat(request.prompt().length + count).isEqualTo(CONTEXT + 1);
          }
          assertThat(answer.reason()).isEqualTo(expected);
          assertThat(answer.tokens().subList(0, count - 1)).doesNotContain(ByteTokenizer.END);
        });
  }

  @Test
  void theSameSeedGivesTheSameTokensAndAnotherGivesOthers() throws Exception {
    SamplingOptions hot = SamplingOptions.defaults().withTemperature(20).withTopP(1).withMinP(0);
    GenerationRequest request = GenerationRequest.of(new int[] {5}).withMaxTokens(60);
    List<List<Integer>> answers = new ArrayList<>();
    for (long seed : new long[] {1, 1, 2}) {
      answers.add(answer(request.withSampling(hot.withSeed(seed)).withIgnoreEos(true)).tokens());
    }
    assertThat(answers.get(0)).isEqualTo(answers.get(1)).isNotEqualTo(answers.get(2));
  }

  private static GenerationRequest drawRequest(Choices choices) {
    int[] prompt = new int[choices.between(1, 150)];
    for (int i = 0; i < prompt.length; i++) {
      prompt[i] = choices.below(256);
    }
    return GenerationRequest.of(prompt)
        .withSampling(SamplingOptions.greedy())
        .withMaxTokens(choices.between(1, 100));
  }

  private static List<String> drawStops(Choices choices) {
    return choices.list(3, c -> c.oneOf("ab", "abab", "ca", "éa", "éb"));
  }

  /** Mostly letters, at times halves of characters, rarely the end; by all tokens before. */
  private static int randomByte(int[] history) {
    int hash = 17;
    for (int token : history) {
      hash = hash * 31 + token;
      hash ^= hash >>> 15;
    }
    int choice = Math.floorMod(hash, 100);
    if (choice < 60) {
      return 'a' + choice % 3;
    }
    if (choice < 75) {
      return 0xc3;
    }
    if (choice < 90) {
      return 0xa9;
    }
    return choice < 99 ? 0xf0 : ByteTokenizer.END;
  }

  /** The text of the answer's tokens, which may finish a character that the prompt begins. */
  private static String textOf(Answer answer, int[] prompt) {
    TokenDecoder decoder = TOKENIZER.decoderAfter(prompt);
    StringBuilder text = new StringBuilder();
    answer.tokens().forEach(token -> text.append(decoder.accept(token)));
    return text.append(decoder.finish()).toString();
  }

  private Answer answer(GenerationRequest request) throws InterruptedException {
    try (Sequence sequence = scheduler.newSequence();
        Generation generation = scheduler.submit(sequence, request)) {
      return Answer.read(generation);
    }
  }
}
