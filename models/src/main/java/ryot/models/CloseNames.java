package ryot.models;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Which names somebody may have meant. */
final class CloseNames {

  private static final int SHOWN_MAX = 3;

  /** Edit distances are quadratic in length, and nobody means a name this long. */
  private static final int NAME_LENGTH_MAX = 80;

  private CloseNames() {}

  private record Candidate(String name, int distance) {}

  /** At most three names of models, closest first; none if nothing comes near. */
  static List<String> of(String name, List<CatalogModel> models) {
    String meant = name.toLowerCase(Locale.ROOT);
    if (meant.isBlank() || meant.length() > NAME_LENGTH_MAX) {
      return List.of();
    }
    return models.stream()
        .map(model -> new Candidate(model.name(), distance(meant, model)))
        .filter(candidate -> candidate.distance() <= Math.max(2, meant.length() / 3))
        .sorted(Comparator.comparingInt(Candidate::distance))
        .limit(SHOWN_MAX)
        .map(Candidate::name)
        .toList();
  }

  private static int distance(String meant, CatalogModel model) {
    return Stream.concat(Stream.of(model.name()), model.aliases().stream())
        .map(candidate -> candidate.toLowerCase(Locale.ROOT))
        .mapToInt(candidate -> candidate.contains(meant) ? 1 : editDistance(meant, candidate))
        .min()
        .orElse(Integer.MAX_VALUE);
  }

  /** Insertions, deletions and replacements that turn one text into the other (Levenshtein). */
  static int editDistance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
