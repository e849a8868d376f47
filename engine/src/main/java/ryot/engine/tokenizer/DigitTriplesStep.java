package ryot.engine.tokenizer;

/**
 * Cuts runs of digits into threes, counted from the right as in print: {@code 1234567} becomes
 * {@code 1 234 567}. Done by hand because the look-ahead that says so in a pattern is quadratic.
 *
 * @param wordEnd whether only those runs are cut that no letter, digit or underscore follows
 */
record DigitTriplesStep(boolean wordEnd) implements PreTokenizer.Step {

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
      if (wordEnd && run < to && isWord(text.codePointAt(run))) {
        at = run;
        continue;
      }
      if (at > begin) {
        smaller.add(at);
      }
      for (int left = digits; at < run; left--) {
        at += Character.charCount(text.codePointAt(at));
        if (left % 3 == 1) {
          smaller.add(at);
        }
      }
      begin = run;
    }
    if (begin < to) {
      smaller.add(to);
    }
  }

  private static boolean isDigit(int point) {
    return Character.getType(point) == Character.DECIMAL_DIGIT_NUMBER;
  }

  private static boolean isWord(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.CONNECTOR_PUNCTUATION ->
          true;
      default -> Character.isAlphabetic(point);
    };
  }
}
