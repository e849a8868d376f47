package ryot.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TokenizerSpecTest {

  @Test
  void aMissingScoreIsReportedWithBothCounts() {
    assertThatThrownBy(() -> abc("llama").scores(new float[2]).build())
        .isInstanceOf(MalformedTokenizerException.class)
        .hasMessage("tokenizer.ggml.scores: expected 3 values, one a token, found 2");
  }

  @Test
  void aScoreThatIsNoNumberIsReportedWithItsToken() {
    assertThatThrownBy(() -> abc("llama").scores(new float[] {0, Float.NaN, 0}).build())
        .isInstanceOf(MalformedTokenizerException.class)
        .hasMessageContaining("NaN for token 1");
  }

  @Test
  void aMissingKindIsReportedWithBothCounts() {
    assertThatThrownBy(() -> abc("gpt2").kinds(new int[] {1, 1, 1, 1}).build())
        .isInstanceOf(MalformedTokenizerException.class)
        .hasMessage("tokenizer.ggml.token_type: expected 3 values, one a token, found 4");
  }

  @Test
  void aKindThatTheFormatDoesNotKnowIsReportedWithItsToken() {
    assertThatThrownBy(() -> abc("gpt2").kinds(new int[] {1, 7, 1}).build())
        .isInstanceOf(MalformedTokenizerException.class)
        .hasMessage(
            "tokenizer.ggml.token_type: expected a kind from 0 to 6 for each token,"
                + " found 7 for token 1");
  }

  @Test
  void aSpecialIdOutsideTheVocabularyIsReportedWithItsKey() {
    assertThatThrownBy(() -> abc("gpt2").special(SpecialToken.EOS, 3).build())
        .isInstanceOf(MalformedTokenizerException.class)
        .hasMessage("tokenizer.ggml.eos_token_id: expected an id from 0 to 2, found 3");
  }

  @Test
  void anEmptyVocabularyIsRejected() {
    assertThatThrownBy(() -> TokenizerSpec.builder("gpt2").build())
        .isInstanceOf(MalformedTokenizerException.class)
        .hasMessage("tokenizer.ggml.tokens: expected at least one token, found none");
  }

  @Test
  void withoutKindsEveryTokenIsNormalAndKindZeroIsUnused() {
    assertThat(abc("gpt2").build().kinds()).containsOnly(TokenKind.NORMAL);
    assertThat(abc("gpt2").kinds(new int[] {0, 3, 6}).build().kinds())
        .containsExactly(TokenKind.UNUSED, TokenKind.CONTROL, TokenKind.BYTE);
  }

  @Test
  void anUnknownModelIsNamedBesideThoseKnown() {
    assertThatThrownBy(() -> Tokenizers.create(abc("t5").build()))
        .isInstanceOf(UnsupportedTokenizerException.class)
        .hasMessage(
            "tokenizer.ggml.model is \"t5\", which is not supported;"
                + " known are: bert, gemma4, gpt2, llama");
  }

  @Test
  void anUnknownPreTokenizerIsNamedBesideThoseKnown() {
    assertThatThrownBy(
            () -> Tokenizers.create(abc("gpt2").pre("klingon").merges(List.of("a b")).build()))
        .isInstanceOf(UnsupportedTokenizerException.class)
        .hasMessageContaining("tokenizer.ggml.pre is \"klingon\"")
        .hasMessageContaining("smollm");
  }

  @Test
  void aMergeOfAnUnknownPieceIsReportedWithItsPlace() {
    assertThatThrownBy(() -> Tokenizers.create(abc("gpt2").merges(List.of("a b", "a x")).build()))
        .isInstanceOf(MalformedTokenizerException.class)
        .hasMessage(
            "tokenizer.ggml.merges[1]: expected pieces of the vocabulary,"
                + " found \"a x\" with the unknown \"ax\"");
  }

  @Test
  void aMergeWithoutTwoPartsIsReportedWithItsPlace() {
    assertThatThrownBy(() -> Tokenizers.create(abc("gpt2").merges(List.of("ab")).build()))
        .isInstanceOf(MalformedTokenizerException.class)
        .hasMessageContaining("tokenizer.ggml.merges[0]: expected two pieces");
  }

  @Test
  void missingMergesAndScoresAreReported() {
    assertThatThrownBy(() -> Tokenizers.create(abc("gpt2").build()))
        .isInstanceOf(MalformedTokenizerException.class)
        .hasMessageContaining("tokenizer.ggml.merges");
    assertThatThrownBy(() -> Tokenizers.create(abc("llama").build()))
        .isInstanceOf(MalformedTokenizerException.class)
        .hasMessageContaining("tokenizer.ggml.scores");
  }

  @Test
  void aTokenThatIsThereTwiceIsReportedWithBothIds() {
    TokenizerSpec spec =
        TokenizerSpec.builder("gpt2").pieces(List.of("a", "b", "a")).merges(List.of()).build();
    assertThatThrownBy(() -> Tokenizers.create(spec))
        .isInstanceOf(MalformedTokenizerException.class)
        .hasMessage(
            "tokenizer.ggml.tokens: expected every token once,"
                + " found \"a\" as token 0 and as token 2");
  }

  @Test
  void addingATokenThatTheFileDoesNotNameIsRejected() {
    assertThatThrownBy(
            () ->
                Tokenizers.create(
                    abc("gpt2").merges(List.of("a b")).flag(TokenizerFlag.ADDS_BOS, true).build()))
        .isInstanceOf(MalformedTokenizerException.class)
        .hasMessage(
            "tokenizer.ggml.bos_token_id: expected an id,"
                + " as tokenizer.ggml.add_bos_token is true, found none");
  }

  private static TokenizerSpec.Builder abc(String model) {
    return TokenizerSpec.builder(model).pieces(List.of("a", "b", "ab"));
  }
}
