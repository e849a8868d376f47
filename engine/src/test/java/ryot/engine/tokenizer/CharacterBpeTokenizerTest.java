package ryot.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Byte-pair encoding of characters with byte tokens to fall back to, as Gemma 4 has it. */
final class CharacterBpeTokenizerTest extends TokenizerContract {

  @Override
  Tokenizer tokenizer() {
    return Tokenizers.create(
        new Vocabularies()
            .add(Vocabularies.CONTROL, 0, "<bos>", "<turn|>")
            .addByteTokens()
            .add(
                Vocabularies.NORMAL, 0, "a", "b", "\u2581", "\u4E2D", "ab", "\u2581a", "\n", "\n\n")
            .spec("gemma4")
            .special(SpecialToken.BOS, 0)
            .merges(List.of("a b", "\u2581 a", "\n \n"))
            .build());
  }

  @Override
  String control() {
    return "<turn|>";
  }

  @Override
  String survives(String text) {
    return text.replace('\u2581', ' ');
  }

  @Test
  void charactersWithoutAPieceBecomeBytes() {
    Tokenizer tokenizer = tokenizer();
    assertThat(tokenizer.encode("\u00E9", false))
        .containsExactly(
            tokenizer.vocabulary().find("<0xC3>").orElseThrow(),
            tokenizer.vocabulary().find("<0xA9>").orElseThrow());
  }

  @Test
  void aRunOfNewlinesIsOneTokenWhereTheVocabularyHasIt() {
    Tokenizer tokenizer = tokenizer();
    assertThat(tokenizer.encode("a\n\nb", false))
        .contains(tokenizer.vocabulary().find("\n\n").orElseThrow());
    assertThat(tokenizer.vocabulary().addsBos()).isTrue();
  }
}
