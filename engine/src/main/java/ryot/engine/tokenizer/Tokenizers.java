package ryot.engine.tokenizer;

import java.util.List;
import java.util.OptionalInt;
import ryot.engine.tokenizer.IndexedVocabulary.Framing;

/** Makes the tokenizer that a {@link TokenizerSpec} describes. */
public final class Tokenizers {
  private Tokenizers() {}

  /**
   * The tokenizer of {@code spec}. What the file leaves open is as usual for its kind of model.
   *
   * @throws UnsupportedTokenizerException if this engine has no such tokenizer or pre-tokenizer
   * @throws MalformedTokenizerException if the spec lacks something that the kind needs, or merges
   *     name pieces that the vocabulary does not have
   */
  public static Tokenizer create(TokenizerSpec spec) {
    return switch (spec.model()) {
      case "llama" -> sentencePiece(spec);
      case "gpt2" -> bytePair(spec);
      case "gemma4" -> gemma4(spec);
      case "bert" -> wordPiece(spec);
      default ->
          throw UnsupportedTokenizerException.of(
              TokenizerSpec.MODEL_KEY, spec.model(), List.of("llama", "gpt2", "gemma4", "bert"));
    };
  }

  private static Tokenizer sentencePiece(TokenizerSpec spec) {
    Framing framing =
        Framing.of(
            spec,
            specialOr(spec, SpecialToken.BOS, 1),
            specialOr(spec, SpecialToken.EOS, 2),
            true,
            false);
    return new SentencePieceTokenizer(spec, IndexedVocabulary.of(spec, framing));
  }

  private static Tokenizer bytePair(TokenizerSpec spec) {
    String pre = spec.pre().orElse("default");
    return BpeTokenizer.ofBytes(
        spec, IndexedVocabulary.of(spec, bytePairFraming(spec, pre)), PreTokenizers.named(pre));
  }

  private static Tokenizer gemma4(TokenizerSpec spec) {
    return BpeTokenizer.ofCharacters(
        spec,
        IndexedVocabulary.of(spec, bytePairFraming(spec, "gemma4")),
        PreTokenizers.named("gemma4"));
  }

  private static Framing bytePairFraming(TokenizerSpec spec, String pre) {
    return Framing.of(
        spec,
        spec.special(SpecialToken.BOS),
        spec.special(SpecialToken.EOS),
        PreTokenizers.usuallyAddsBos(pre),
        false);
  }

  /** BERT frames a text in [CLS] and [SEP]; its ids are those of the original vocabulary. */
  private static Tokenizer wordPiece(TokenizerSpec spec) {
    OptionalInt separator = specialOr(spec, SpecialToken.SEPARATOR, 102);
    OptionalInt eos = spec.special(SpecialToken.EOS);
    Framing framing =
        Framing.of(
            spec,
            specialOr(spec, SpecialToken.BOS, 101),
            eos.isPresent() ? eos : separator,
            true,
            true);
    return new WordPieceTokenizer(
        spec, IndexedVocabulary.of(spec, framing), specialOr(spec, SpecialToken.UNKNOWN, 100));
  }

  private static OptionalInt specialOr(TokenizerSpec spec, SpecialToken token, int usual) {
    OptionalInt given = spec.special(token);
    if (given.isPresent() || usual >= spec.pieces().size()) {
      return given;
    }
    return OptionalInt.of(usual);
  }
}
