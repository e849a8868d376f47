package ryot.engine.chat;

import ryot.engine.tokenizer.SpecialToken;
import ryot.engine.tokenizer.Tokenizer;
import ryot.engine.tokenizer.TokenizerSpec;
import ryot.engine.tokenizer.Tokenizers;
import ryot.testkit.TinyVocabulary;

/** The tokenizer of the testkit's vocabulary, in which ChatML's tokens are control tokens. */
final class TinyTokenizer {
  private TinyTokenizer() {}

  static Tokenizer create() {
    int[] kinds = new int[TinyVocabulary.size()];
    for (int id = 0; id < kinds.length; id++) {
      kinds[id] = id <= TinyVocabulary.TURN_END ? 3 : 1;
    }
    return Tokenizers.create(
        TokenizerSpec.builder("gpt2")
            .pre("smollm")
            .pieces(TinyVocabulary.pieces())
            .kinds(kinds)
            .merges(TinyVocabulary.merges())
            .special(SpecialToken.BOS, TinyVocabulary.TURN_START)
            .special(SpecialToken.EOS, TinyVocabulary.TURN_END)
            .special(SpecialToken.UNKNOWN, TinyVocabulary.END_OF_TEXT)
            .build());
  }
}
