package ryot.cli;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Token ids as text: numbers with blanks or commas between them. */
final class TokenIds {

  private static final Pattern GAP = Pattern.compile("[\\s,]+");

  private TokenIds() {}

  /** {@code 1 15 27} */
  static String format(int[] ids) {
    return Arrays.stream(ids).mapToObj(Integer::toString).collect(Collectors.joining(" "));
  }

  /**
   * The ids that {@code text} lists.
   *
   * @param vocabulary how many tokens there are: ids run from 0 to this minus one
   * @throws IllegalArgumentException if something in it is not such an id
   */
  static int[] parse(String text, int vocabulary) {
    String ids = text.strip();
    return ids.isEmpty()
        ? new int[0]
        : GAP.splitAsStream(ids).mapToInt(word -> id(word, vocabulary)).toArray();
  }

  private static int id(String word, int vocabulary) {
    try {
      int id = Integer.parseInt(word);
      if (id >= 0 && id < vocabulary) {
        return id;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + word + "' is not a token id: expected numbers such as 1,15,27", e);
    }
    throw new IllegalArgumentException(
        "token id " + word + " is not in the vocabulary: ids run from 0 to " + (vocabulary - 1));
  }
}
