package ryot.engine.tokenizer;

import java.text.Normalizer;
import java.util.OptionalInt;

/**
 * WordPiece as BERT uses it: text is cleaned, cut at white space, punctuation and Chinese
 * characters, and each word is spelled from left to right with the longest pieces that fit; a word
 * that cannot be spelled is unknown. Pieces that begin a word begin with U+2581.
 *
 * @see <a href="https://arxiv.org/abs/1810.04805">Devlin et al., BERT</a>
 */
final class WordPieceTokenizer implements Tokenizer {
  private final IndexedVocabulary vocabulary;
  private final SpecialTokenSplitter specials;
  private final PieceIndex text;
  private final OptionalInt unknown;
  private final boolean lowercases;
  private final boolean stripsAccents;
  private final PieceBytes pieces;

  WordPieceTokenizer(TokenizerSpec spec, IndexedVocabulary vocabulary, OptionalInt unknown) {
    this.vocabulary = vocabulary;
    this.specials = SpecialTokenSplitter.of(vocabulary);
    this.text = vocabulary.textIndex();
    this.unknown = unknown;
    this.lowercases = spec.flag(TokenizerFlag.LOWERCASES, true);
    this.stripsAccents = spec.flag(TokenizerFlag.STRIPS_ACCENTS, lowercases);
    this.pieces = PieceBytes.of(vocabulary, PieceBytes.Spelling.TEXT);
  }

  @Override
  public int[] encode(String text, boolean control) {
    Encoding encoding = new Encoding(WellFormed.of(text));
    specials.split(encoding.source, control, encoding);
    return encoding.tokens.toArray();
  }

  @Override
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  @Override
  public byte[] bytes(int token) {
    return pieces.of(token);
  }

  @Override
  public TokenDecoder decoder() {
    return new Utf8TokenDecoder(pieces, true);
  }

  @Override
  public TokenDecoder decoderAfter(int[] preceding) {
    return Utf8TokenDecoder.after(preceding, pieces, true);
  }

  private final class Encoding implements SpecialTokenSplitter.Parts {
    private final String source;
    private final IntList tokens = new IntList();
    private final StringBuilder word = new StringBuilder();

    Encoding(String source) {
      this.source = source;
    }

    @Override
    public void token(int token) {
      tokens.add(token);
    }

    @Override
    public void text(int from, int to) {
      String part = source.substring(from, to);
      if (stripsAccents) {
        part = Normalizer.normalize(part, Normalizer.Form.NFD);
      }
      part.codePoints().forEach(this::character);
      endWord();
    }

    private void character(int point) {
      if (isWhiteSpace(point)) {
        endWord();
        return;
      }
      if (isDropped(point) || (stripsAccents && isMark(point))) {
        return;
      }
      int folded = lowercases ? Character.toLowerCase(point) : point;
      if (standsAlone(point)) {
        endWord();
        word.appendCodePoint(folded);
        endWord();
      } else {
        word.appendCodePoint(folded);
      }
    }

    private void endWord() {
      if (word.isEmpty()) {
        return;
      }
      char[] chars = word.insert(0, PieceBytes.Spelling.SPACE).toString().toCharArray();
      word.setLength(0);
      IntList spelled = spell(chars);
      if (spelled.size() == 0) {
        unknown.ifPresent(tokens::add);
      }
      for (int i = 0; i < spelled.size(); i++) {
        tokens.add(spelled.get(i));
      }
    }

    /** The pieces of a word, none if it cannot be spelled. */
    private IntList spell(char[] chars) {
      IntList spelled = new IntList();
      int from = 0;
      while (from < chars.length) {
        int length = Math.min(text.longest(), chars.length - from);
        int token = PieceIndex.ABSENT;
        while (length > 0 && token == PieceIndex.ABSENT) {
          token = text.find(chars, from, length--);
        }
        if (token == PieceIndex.ABSENT) {
          spelled.clear();
          return spelled;
        }
        spelled.add(token);
        from += length + 1;
      }
      return spelled;
    }
  }

  private static boolean isWhiteSpace(int point) {
    return Character.isSpaceChar(point) || (point >= '\t' && point <= '\r') || point == 0x85;
  }

  /** Characters that BERT's cleaning leaves out. */
  private static boolean isDropped(int point) {
    if (point == 0xFFFD) {
      return true;
    }
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }

  private static boolean isMark(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
          true;
      default -> false;
    };
  }

  /** Whether a character is a word of its own: punctuation, ASCII symbols, Chinese. */
  private static boolean standsAlone(int point) {
    return switch (Character.getType(point)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      case Character.MATH_SYMBOL,
          Character.CURRENCY_SYMBOL,
          Character.MODIFIER_SYMBOL,
          Character.OTHER_SYMBOL ->
          point < 0x80;
      default -> isChinese(point);
    };
  }

  /** The ideographs that BERT sets apart; U+2B820 to U+2B91F are not among them there either. */
  private static boolean isChinese(int point) {
    return (point >= 0x4E00 && point <= 0x9FFF)
        || (point >= 0x3400 && point <= 0x4DBF)
        || (point >= 0x20000 && point <= 0x2A6DF)
        || (point >= 0x2A700 && point <= 0x2B81F)
        || (point >= 0x2B920 && point <= 0x2CEAF)
        || (point >= 0xF900 && point <= 0xFAFF)
        || (point >= 0x2F800 && point <= 0x2FA1F);
  }
}
