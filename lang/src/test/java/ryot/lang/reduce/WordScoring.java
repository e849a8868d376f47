package ryot.lang.reduce;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model whose tokens are words and whose probabilities are evident: a word that stands in what is
 * given takes one bit, any other eight.
 */
final class WordScoring implements ScoringModel {
  private static final Pattern TOKEN = Pattern.compile("[\\p{L}\\p{Nd}]+|[^\\p{L}\\p{Nd}\\s]");

  int asked;

  @Override
  public int tokenCount(String text) {
    return (int) TOKEN.matcher(text).results().count();
  }

  @Override
  public double[] information(List<String> pieces) {
    asked++;
    double[] bits = new double[pieces.size()];
    StringBuilder before = new StringBuilder();
    for (int i = 0; i < bits.length; i++) {
      bits[i] = information(pieces.get(i), before.toString());
      before.append(pieces.get(i));
    }
    return bits;
  }

  @Override
  public double information(String text, String given) {
    Set<String> known = new HashSet<>(Arrays.asList(words(given)));
    double bits = 0;
    for (String word : words(text)) {
      bits += known.contains(word) ? 1 : 8;
    }
    return bits;
  }

  private static String[] words(String text) {
    Matcher matcher = TOKEN.matcher(text.toLowerCase(Locale.ROOT));
    return matcher.results().map(result -> result.group()).toArray(String[]::new);
  }
}
