package ryot.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BpeTokenizerTest extends TokenizerContract {
  private static final List<String> MERGES = List.of("\u0120 a", "\u0120a b", "a b");

  @Override
  Tokenizer tokenizer() {
    return tokenizer("gpt-2");
  }

  @Override
  String control() {
    return "<|im_end|>";
  }

  @Test
  void mergesStayInsideWords() {
    assertThat(pieces(tokenizer(), "ab ab", false)).containsExactly("ab", "\u0120ab");
    assertThat(pieces(tokenizer(), "a b", false)).containsExactly("a", "\u0120", "b");
  }

  @Test
  void aUserDefinedTokenIsAlwaysFoundAndTheLongestWins() {
    assertThat(pieces(tokenizer(), "a<user>b", false)).containsExactly("a", "<user>", "b");
    assertThat(pieces(tokenizer(), "a<user>s", false)).containsExactly("a", "<user>s");
    assertThat(tokenizer().decode(tokenizer().encode("<user> ab", false))).isEqualTo("<user> ab");
  }

  @Test
  void wordsThatThePreTokenizerPrefersWholeAreNotMerged() {
    // "zab" is in the vocabulary and no merge makes it
    assertThat(pieces(tokenizer("llama-bpe"), "zab", false)).containsExactly("zab");
    assertThat(pieces(tokenizer("gpt-2"), "zab", false)).containsExactly("z", "ab");
  }

  @Test
  void bytesThatTheVocabularyLacksAreAsThoughTheyHadNotBeenThere() {
    Tokenizer small =
        Tokenizers.create(
            new Vocabularies()
                .add(Vocabularies.NORMAL, 0, "a", "b", "ab")
                .spec("gpt2")
                .pre("gpt-2")
                .merges(List.of("a b"))
                .build());
    assertThat(pieces(small, "!", false)).isEmpty();
    assertThat(pieces(small, "ba ba", false)).containsExactly("b", "a", "b", "a");
    assertThat(pieces(small, "a\u00E9bx", false)).containsExactly("ab");
  }

  @Test
  void tokensEndGenerationByNameAndByMetadata() {
    Vocabulary vocabulary = tokenizer().vocabulary();
    assertThat(vocabulary.endsGeneration(vocabulary.find("<|im_end|>").orElseThrow())).isTrue();
    assertThat(vocabulary.endsGeneration(vocabulary.find("<stop>").orElseThrow())).isTrue();
    assertThat(vocabulary.endsGeneration(vocabulary.find("ab").orElseThrow())).isFalse();
    assertThat(vocabulary.eos()).isEqualTo(vocabulary.find("<stop>"));
    assertThat(vocabulary.addsBos()).isFalse();
  }

  @Test
  void anEndTokenThatTheFileCallsNormalIsControlUnlessTextMaySpellIt() {
    Vocabularies pieces =
        new Vocabularies().addBytes().add(Vocabularies.NORMAL, 0, "<|eot_id|>", "</", "s>", "</s>");
    Vocabulary vocabulary =
        Tokenizers.create(
                pieces.spec("gpt2").pre("gpt-2").merges(List.of("< /", "s >", "</ s>")).build())
            .vocabulary();
    int endOfTurn = vocabulary.find("<|eot_id|>").orElseThrow();
    int markup = vocabulary.find("</s>").orElseThrow();
    assertThat(vocabulary.kind(endOfTurn)).isEqualTo(TokenKind.CONTROL);
    assertThat(vocabulary.endsGeneration(endOfTurn)).isTrue();
    assertThat(vocabulary.kind(markup)).isEqualTo(TokenKind.NORMAL);
    assertThat(vocabulary.endsGeneration(markup)).isFalse();
  }

  private static Tokenizer tokenizer(String pre) {
    TokenizerSpec.Builder spec =
        new Vocabularies()
            .addBytes()
            .add(Vocabularies.NORMAL, 0, "ab", "\u0120a", "\u0120ab", "zab")
            .add(Vocabularies.CONTROL, 0, "<|im_end|>", "<stop>")
            .add(Vocabularies.USER_DEFINED, 0, "<user>", "<user>s")
            .spec("gpt2")
            .pre(pre)
            .merges(MERGES)
            .special(SpecialToken.EOS, 261);
    return Tokenizers.create(spec.build());
  }

  private static List<String> pieces(Tokenizer tokenizer, String text, boolean control) {
    return Arrays.stream(tokenizer.encode(text, control))
        .mapToObj(tokenizer.vocabulary()::piece)
        .toList();
  }
}
