package ryot.engine.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import ryot.engine.sample.SamplingOptions;

class GenerationRequestTest {

  private static final GenerationRequest REQUEST = GenerationRequest.of(new int[] {1, 2});

  @Test
  void eachWitherChangesItsOwnPartOnly() {
    GenerationRequest request =
        REQUEST
            .withMaxTokens(5)
            .withSampling(SamplingOptions.greedy())
            .withStopStrings(List.of("x"))
            .withStopTokens(7, 8)
            .withIgnoreEos(true)
            .withSpeculation(true);
    assertThat(request)
        .isEqualTo(
            new GenerationRequest(
                new int[] {1, 2},
                5,
                SamplingOptions.greedy(),
                List.of("x"),
                new int[] {7, 8},
                true,
                true))
        .hasSameHashCodeAs(request.withMaxTokens(5))
        .isNotEqualTo(request.withMaxTokens(6))
        .isNotEqualTo(request.withSpeculation(false));
  }

  @Test
  void theCallersArraysAreCopied() {
    int[] prompt = {1, 2};
    GenerationRequest request = GenerationRequest.of(prompt);
    prompt[0] = 9;
    request.prompt()[1] = 9;
    assertThat(request.prompt()).containsExactly(1, 2);
  }

  @Test
  void anEmptyPromptIsRefusedWithTheRemedy() {
    refused(() -> GenerationRequest.of(new int[0]), "the prompt has no tokens: give it some text");
  }

  @Test
  void whatIsOutOfRangeIsRefused() {
    refused(() -> REQUEST.withMaxTokens(0), "maxTokens must be 1 or more, is 0");
    refused(() -> REQUEST.withStopStrings(List.of("a", "")), "1 to 1024 characters, one has 0");
    refused(() -> REQUEST.withStopStrings(List.of("x".repeat(1025))), "one has 1025");
    refused(
        () -> REQUEST.withStopStrings(Collections.nCopies(65, "x")),
        "at most 64 stop strings, got 65");
  }

  @Test
  void theWordsOfTheUserAreNotInTheString() {
    assertThat(REQUEST.withStopStrings(List.of("secret")).toString())
        .startsWith("GenerationRequest[2 prompt tokens, maxTokens=")
        .doesNotContain("secret");
  }

  private static void refused(Supplier<GenerationRequest> request, String message) {
    assertThatThrownBy(request::get)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
