package ryot.engine.tokenizer;

/**
 * Cuts runs of digits into threes, counted from the right as in print: {@code 1234567} becomes
 * {@code 1 234 567}. Done by hand because the look-ahead that says so in a pattern is quadratic.
 *
 * @param runs which runs are cut, and where
 */
record DigitTriplesStep(Runs runs) implements PreTokenizer.Step {

  /** Which runs of digits are cut, and where. */
  enum Runs {
    /** Every run, and it is cut from what is around it. */
    APART,
    /** Every run that no letter, number or underscore follows; it is cut from what is around it. */
    APART_AT_WORD_END,
    /** Every run, but only before a triple. */
    WITHIN
  }

  @Override
  public IntList cut(String text, int from, IntList ends) {
    IntList smaller = new IntList();
    int begin = from;
    for (int i = 0; i < ends.size(); i++) {
      cutWord(text, begin, ends.get(i), smaller);
      begin = ends.get(i);
    }
    return smaller;
  }

  private void cutWord(String text, int from, int to, IntList smaller) {
    int begin = from;
    int at = from;
    while (at < to) {
      int point = text.codePointAt(at);
      if (!isDigit(point)) {
        at += Character.charCount(point);
        continue;
      }
      int digits = 0;
      int run = at;
      for (; run < to && isDigit(text.codePointAt(run)); digits++) {
        run += Character.charCount(text.codePointAt(run));
      }
      if (runs == Runs.APART_AT_WORD_END && run < to && isWord(text.codePointAt(run))) {
        at = run;
        continue;
      }
      for (int left = digits; at < run; left--) {
        boolean cut = left % 3 == 0 || (left == digits && runs != Runs.WITHIN);
        if (cut && at > begin) {
          smaller.add(at);
          begin = at;
        }
        at += Character.charCount(text.codePointAt(at));
      }
      if (runs != Runs.WITHIN) {
        smaller.add(run);
        begin = run;
      }
    }
    if (begin < to) {
      smaller.add(to);
    }
  }

  private static boolean isDigit(int point) {
    return Character.getType(point) == Character.DECIMAL_DIGIT_NUMBER;
  }

  /** What Oniguruma takes for a word character; the numbers of Latin-1 that are no digits too. */
  private static boolean isWord(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.CONNECTOR_PUNCTUATION ->
          true;
      case Character.OTHER_NUMBER -> point < 0x100;
      default -> Character.isAlphabetic(point);
    };
  }
}
