package ryot.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TinyVocabularyTest {

  @Test
  void piecesAreUniqueAndTheBytesAreSpelledAsInGpt2() {
    assertThat(TinyVocabulary.pieces()).doesNotHaveDuplicates().hasSize(TinyVocabulary.size());
    assertThat(TinyVocabulary.pieces().subList(3, 259))
        .allMatch(piece -> piece.length() == 1)
        .contains("\u0120", "\u010A", "!", "~", "\u00FF", "\u0143");
    assertThat(TinyVocabulary.pieces().get(3 + ' ')).isEqualTo("\u0120");
    assertThat(TinyVocabulary.pieces().get(3 + '\n')).isEqualTo("\u010A");
    assertThat(TinyVocabulary.pieces().get(3 + 0xAD)).isEqualTo("\u0143");
  }

  @Test
  void everyMergeJoinsPiecesThatAreThere() {
    assertThat(TinyVocabulary.merges())
        .hasSize(50)
        .allSatisfy(merge -> assertThat(TinyVocabulary.pieces()).contains(merge.split(" ", -1)));
  }
}
