package ryot.engine.tokenizer;

import java.nio.charset.StandardCharsets;

/**
 * Byte-pair encoding: text is cut into words by a {@link PreTokenizer}, and each word's symbols are
 * merged by rank. Symbols are bytes (GPT-2 and most since), or characters with bytes for those that
 * the vocabulary lacks (Gemma 4). Bytes that a vocabulary has no piece for are left out.
 *
 * @see <a href="https://arxiv.org/abs/1508.07909">Sennrich et al., Neural Machine Translation of
 *     Rare Words with Subword Units</a>
 */
final class BpeTokenizer implements Tokenizer {
  private final IndexedVocabulary vocabulary;
  private final SpecialTokenSplitter specials;
  private final PreTokenizer preTokenizer;
  private final boolean bytesSpelled;
  private final PieceIndex text;
  private final MergeTable merges;
  private final int[] byteTokens;
  private final PieceBytes pieces;

  private BpeTokenizer(
      TokenizerSpec spec,
      IndexedVocabulary vocabulary,
      PreTokenizer preTokenizer,
      boolean bytesSpelled) {
    this.vocabulary = vocabulary;
    this.specials = SpecialTokenSplitter.of(vocabulary);
    this.preTokenizer = preTokenizer;
    this.bytesSpelled = bytesSpelled;
    this.text = vocabulary.textIndex();
    this.merges = MergeTable.of(spec.requireMerges(), vocabulary.index());
    this.byteTokens = byteTokens(vocabulary, text, bytesSpelled);
    this.pieces =
        PieceBytes.of(
            vocabulary, bytesSpelled ? PieceBytes.Spelling.BYTES : PieceBytes.Spelling.TEXT);
  }

  /** A tokenizer whose symbols are bytes, spelled as {@link ByteAlphabet} does. */
  static BpeTokenizer ofBytes(TokenizerSpec spec, IndexedVocabulary vocabulary, PreTokenizer pre) {
    return new BpeTokenizer(spec, vocabulary, pre, true);
  }

  /** A tokenizer whose symbols are characters, a space being U+2581. */
  static BpeTokenizer ofCharacters(
      TokenizerSpec spec, IndexedVocabulary vocabulary, PreTokenizer pre) {
    return new BpeTokenizer(spec, vocabulary, pre, false);
  }

  private static int[] byteTokens(
      IndexedVocabulary vocabulary, PieceIndex text, boolean bytesSpelled) {
    int[] tokens = new int[256];
    for (int b = 0; b < tokens.length; b++) {
      tokens[b] =
          bytesSpelled
              ? text.find(String.valueOf(ByteAlphabet.spelling(b)))
              : vocabulary.byteToken(b).orElse(PieceIndex.ABSENT);
    }
    return tokens;
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
    return new Utf8TokenDecoder(pieces, false);
  }

  @Override
  public TokenDecoder decoderAfter(int[] preceding) {
    return Utf8TokenDecoder.after(preceding, pieces, false);
  }

  /** The encoding of one text, with the scratch memory that it needs. */
  private final class Encoding implements SpecialTokenSplitter.Parts {
    private final String source;
    private final IntList tokens = new IntList();
    private final BpeMerger merger = new BpeMerger(merges);
    private int[] symbols = new int[64];
    private char[] spelled = new char[64];
    private int count; // symbols in use
    private int length; // chars of spelled in use

    Encoding(String source) {
      this.source = source;
    }

    @Override
    public void token(int token) {
      tokens.add(token);
    }

    @Override
    public void text(int from, int to) {
      String words = source;
      if (!bytesSpelled) {
        words = source.substring(from, to).replace(' ', PieceBytes.Spelling.SPACE);
        to -= from;
        from = 0;
      }
      IntList ends = preTokenizer.split(words, from, to);
      int begin = from;
      for (int i = 0; i < ends.size(); i++) {
        word(words, begin, ends.get(i));
        begin = ends.get(i);
      }
    }

    private void word(String words, int from, int to) {
      count = 0;
      length = 0;
      reserve(to - from);
      if (bytesSpelled) {
        spellBytes(words, from, to);
      } else {
        spellCharacters(words, from, to);
      }
      if (preTokenizer.prefersWhole(words, from, to)) {
        int whole = text.find(spelled, 0, length);
        if (whole != PieceIndex.ABSENT) {
          tokens.add(whole);
          return;
        }
      }
      int merged = merger.merge(symbols, count);
      for (int i = 0; i < merged; i++) {
        tokens.add(symbols[i]);
      }
    }

    private void reserve(int chars) {
      if (symbols.length < 4 * chars) {
        symbols = new int[4 * chars];
        spelled = new char[4 * chars];
      }
    }

    private void spellBytes(String words, int from, int to) {
      for (int i = from; i < to; i++) {
        int c = words.charAt(i);
        if (c < 0x80) {
          addByte(c);
        } else if (c < 0x800) {
          addByte(0xC0 | (c >> 6));
          addByte(0x80 | (c & 0x3F));
        } else if (!Character.isSurrogate((char) c)) {
          addByte(0xE0 | (c >> 12));
          addByte(0x80 | ((c >> 6) & 0x3F));
          addByte(0x80 | (c & 0x3F));
        } else {
          int point = words.codePointAt(i++);
          addByte(0xF0 | (point >> 18));
          addByte(0x80 | ((point >> 12) & 0x3F));
          addByte(0x80 | ((point >> 6) & 0x3F));
          addByte(0x80 | (point & 0x3F));
        }
      }
    }

    private void addByte(int unsignedByte) {
      spelled[length++] = ByteAlphabet.spelling(unsignedByte);
      addSymbol(byteTokens[unsignedByte]);
    }

    /** What has no piece is left out before merging, as though it had not been there. */
    private void addSymbol(int token) {
      if (token != PieceIndex.ABSENT) {
        symbols[count++] = token;
      }
    }

    private void spellCharacters(String words, int from, int to) {
      for (int i = from; i < to; ) {
        int begin = length;
        int chars = Character.charCount(words.codePointAt(i));
        words.getChars(i, i + chars, spelled, begin);
        length += chars;
        int token = text.find(spelled, begin, chars);
        if (token != PieceIndex.ABSENT) {
          symbols[count++] = token;
        } else {
          for (byte b : words.substring(i, i + chars).getBytes(StandardCharsets.UTF_8)) {
            addSymbol(byteTokens[b & 0xFF]);
          }
        }
        i += chars;
      }
    }
  }
}
