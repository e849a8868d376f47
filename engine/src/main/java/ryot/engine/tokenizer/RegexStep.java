package ryot.engine.tokenizer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes every match of a pattern a word, and every stretch between matches too. */
record RegexStep(Pattern pattern) implements PreTokenizer.Step {

  /**
   * A step from a pattern in which {@code \s}, {@code \d} and {@code \b} mean what Unicode says.
   */
  static RegexStep of(String regex) {
    return new RegexStep(Pattern.compile(regex, Pattern.UNICODE_CHARACTER_CLASS));
  }

  @Override
  public IntList cut(String text, int from, IntList ends) {
    Matcher matcher = pattern.matcher(text);
    IntList smaller = new IntList();
    int begin = from;
    for (int i = 0; i < ends.size(); i++) {
      int end = ends.get(i);
      matcher.region(begin, end);
      while (begin < end && matcher.find()) {
        if (matcher.start() > begin) {
          smaller.add(matcher.start());
        }
        if (matcher.end() > matcher.start()) {
          smaller.add(matcher.end());
        }
        begin = matcher.end();
      }
      if (begin < end) {
        smaller.add(end);
      }
      begin = end;
    }
    return smaller;
  }
}
