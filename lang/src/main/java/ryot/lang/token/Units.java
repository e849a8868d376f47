package ryot.lang.token;

/**
 * Cuts text into what candidates for tokens are made of: a word with the space before it, up to
 * three digits, marks, white space.
 */
final class Units {

  private static final int DIGITS_MAX = 3;

  private Units() {}

  /** Where the unit that begins at {@code at} ends. */
  static int end(byte[] bytes, int at, int end) {
    int first = bytes[at];
    int i = at;
    if (first == ' ' && at + 1 < end && !isSpace(bytes[at + 1])) {
      i++;
    }
    int kind = bytes[i];
    if (isLetter(kind)) {
      return word(bytes, i, end);
    }
    if (isDigit(kind)) {
      int limit = Math.min(end, i + DIGITS_MAX);
      while (i < limit && isDigit(bytes[i])) {
        i++;
      }
      return i;
    }
    if (isSpace(kind)) {
      while (i < end && isSpace(bytes[i])) {
        i++;
      }
      boolean spaceOfNext = i < end && i > at + 1 && bytes[i - 1] == ' ' && bytes[i - 2] == ' ';
      return spaceOfNext ? i - 1 : i;
    }
    int mark = kind;
    i++;
    while (i < end && bytes[i] == mark) {
      i++;
    }
    return i;
  }

  /** A capital begins a new word after a small letter, as in camelCase. */
  private static int word(byte[] bytes, int from, int end) {
    int i = from + 1;
    while (i < end) {
      int value = bytes[i];
      boolean goesOn =
          (isLetter(value) && !(isCapital(value) && !isCapital(bytes[i - 1])))
              || (value == '\'' && i + 1 < end && isLetter(bytes[i + 1]));
      if (!goesOn) {
        break;
      }
      i++;
    }
    return i;
  }

  static boolean isWord(byte[] bytes, int at) {
    return isLetter(bytes[at]);
  }

  private static boolean isLetter(int value) {
    return (value >= 'a' && value <= 'z') || (value >= 'A' && value <= 'Z') || value < 0;
  }

  private static boolean isCapital(int value) {
    return value >= 'A' && value <= 'Z';
  }

  private static boolean isDigit(int value) {
    return value >= '0' && value <= '9';
  }

  private static boolean isSpace(int value) {
    return value == ' ' || value == '\n' || value == '\t' || value == '\r';
  }
}
