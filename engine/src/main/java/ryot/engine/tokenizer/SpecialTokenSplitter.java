package ryot.engine.tokenizer;

/**
 * Cuts a text at the special tokens written out in it. User-defined tokens always count; control
 * tokens and the unknown token only on demand. The leftmost match wins, and of those the longest.
 * Immutable.
 */
final class SpecialTokenSplitter {
  private final Vocabulary vocabulary;
  private final PieceTrie userDefined;
  private final PieceTrie all;

  private SpecialTokenSplitter(Vocabulary vocabulary, PieceTrie userDefined, PieceTrie all) {
    this.vocabulary = vocabulary;
    this.userDefined = userDefined;
    this.all = all;
  }

  static SpecialTokenSplitter of(Vocabulary vocabulary) {
    return new SpecialTokenSplitter(
        vocabulary,
        PieceTrie.of(vocabulary, id -> vocabulary.kind(id) == TokenKind.USER_DEFINED),
        PieceTrie.of(
            vocabulary,
            id ->
                switch (vocabulary.kind(id)) {
                  case CONTROL, USER_DEFINED, UNKNOWN -> true;
                  case NORMAL, UNUSED, BYTE -> false;
                }));
  }

  /** What a text is made of, from left to right. */
  interface Parts {
    /** The stretch {@code [from, to)}, not empty, without special tokens. */
    void text(int from, int to);

    /** A special token. */
    void token(int token);
  }

  /** Tells {@code parts} what {@code text} is made of. */
  void split(String text, boolean control, Parts parts) {
    PieceTrie trie = control ? all : userDefined;
    int begin = 0;
    int at = 0;
    while (at < text.length()) {
      int token = trie.longestAt(text, at);
      if (token < 0) {
        at++;
        continue;
      }
      if (begin < at) {
        parts.text(begin, at);
      }
      parts.token(token);
      at += vocabulary.piece(token).length();
      begin = at;
    }
    if (begin < text.length()) {
      parts.text(begin, text.length());
    }
  }
}
