package ryot.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WordPieceTokenizerTest extends TokenizerContract {

  @Override
  Tokenizer tokenizer() {
    return Tokenizers.create(spec().build());
  }

  @Override
  String control() {
    return "[SEP]";
  }

  /** BERT loses too much for a text to survive; what it keeps is checked below. */
  @Override
  String survives(String text) {
    return tokenizer().decode(tokenizer().encode(text, false));
  }

  @Test
  void wordsAreSpelledWithTheLongestPiecesFromTheLeft() {
    assertThat(pieces("unaffable")).containsExactly("\u2581un", "aff", "able");
    assertThat(pieces("un un")).containsExactly("\u2581un", "\u2581un");
  }

  @Test
  void aWordThatCannotBeSpelledIsUnknownAsAWhole() {
    assertThat(pieces("unx able un")).containsExactly("[UNK]", "[UNK]", "\u2581un");
  }

  @Test
  void caseAndAccentsAreLeftOut() {
    assertThat(pieces("\u00DCN u\u0308N")).containsExactly("\u2581un", "\u2581un");
    Tokenizer strict = Tokenizers.create(spec().flag(TokenizerFlag.LOWERCASES, false).build());
    assertThat(strict.encode("UN", false)).containsExactly(1);
  }

  @Test
  void punctuationAndChineseStandAlone() {
    assertThat(pieces("un,un!")).containsExactly("\u2581un", "\u2581,", "\u2581un", "[UNK]");
    assertThat(pieces("\u4E2D\u4E2Dun"))
        .containsExactly("\u2581\u4E2D", "\u2581\u4E2D", "\u2581un");
  }

  @Test
  void controlsAndFormatCharactersAreDroppedAndAnySpaceSeparates() {
    assertThat(pieces("u\u0000\u200Dn\u3000un\t\nun\u2028"))
        .containsExactly("\u2581un", "\u2581un", "\u2581un");
  }

  @Test
  void decodingPutsSpacesBetweenWords() {
    Tokenizer tokenizer = tokenizer();
    assertThat(tokenizer.decode(tokenizer.encode("Un unaffable,", false)))
        .isEqualTo("un unaffable ,");
  }

  @Test
  void aTextIsFramed() {
    Vocabulary vocabulary = tokenizer().vocabulary();
    assertThat(vocabulary.addsBos()).isTrue();
    assertThat(vocabulary.addsEos()).isTrue();
    assertThat(vocabulary.piece(vocabulary.bos().orElseThrow())).isEqualTo("[CLS]");
    assertThat(vocabulary.piece(vocabulary.eos().orElseThrow())).isEqualTo("[SEP]");
  }

  private List<String> pieces(String text) {
    Tokenizer tokenizer = tokenizer();
    return Arrays.stream(tokenizer.encode(text, false))
        .mapToObj(tokenizer.vocabulary()::piece)
        .toList();
  }

  private static TokenizerSpec.Builder spec() {
    return new Vocabularies()
        .add(Vocabularies.CONTROL, 0, "[PAD]")
        .add(Vocabularies.UNKNOWN, 0, "[UNK]")
        .add(Vocabularies.CONTROL, 0, "[CLS]", "[SEP]")
        .add(
            Vocabularies.NORMAL, 0, "\u2581un", "aff", "able", "\u2581,", "\u2581\u4E2D", "\u2581a")
        .add(Vocabularies.NORMAL, 0, "\u2581b", "b")
        .spec("bert")
        .special(SpecialToken.UNKNOWN, 1)
        .special(SpecialToken.BOS, 2)
        .special(SpecialToken.SEPARATOR, 3);
  }
}
