package ryot.lang.reduce;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out sentences until a prompt fits its budget. A sentence's value is how much it tells
 * about the question, {@code bits(question) - bits(question | sentence)}, and, with less weight,
 * how much it tells at all, its own bits a token; each relative to the other sentences. Used by one
 * thread at a time.
 */
public final class Reducer {

  /** What information counts beside relevance, both in standard deviations. */
  private static final double INFORMATION_WEIGHT = 0.25;

  /** How many sentences that were left out are tried again, the best first. */
  private static final int REFILL_TRIES = 64;

  private final ScoringModel model;

  /** A reducer that asks {@code model}, which it does not own. */
  public Reducer(ScoringModel model) {
    this.model = model;
  }

  /**
   * Brings a prompt down to its budget. One that fits already comes back as it is, unread by the
   * model.
   *
   * @throws BudgetTooSmallException if what has to stay is larger than the budget
   */
  public Reduction reduce(ReductionRequest request) {
    long begun = System.nanoTime();
    String whole = request.prefix() + request.text();
    int before = model.tokenCount(whole);
    Pieces pieces = Pieces.of(request.text(), request.protections());
    int count = pieces.list().size();
    if (before <= request.budget()) {
      return new Reduction(whole, before, before, 0, count, since(begun));
    }
    BitSet kept = new BitSet(count);
    for (int i = 0; i < count; i++) {
      kept.set(i, !pieces.list().get(i).mayGo());
    }
    int needed = tokens(request, pieces, kept);
    if (needed > request.budget()) {
      throw new BudgetTooSmallException(request.budget(), needed, parts(request, pieces));
    }
    int after = fill(request, pieces, byValue(request, pieces.list()), kept, needed);
    return new Reduction(
        request.prefix() + pieces.text(kept),
        before,
        after,
        count - kept.cardinality(),
        count,
        since(begun));
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private int tokens(ReductionRequest request, Pieces pieces, BitSet kept) {
    return model.tokenCount(request.prefix() + pieces.text(kept));
  }

  /**
   * Adds pieces, the best first, while they fit. Counts them one by one, which is exact but for the
   * seams, until the sum says that the budget is reached; from there on counts the whole text.
   *
   * @param present tokens of what is kept already
   * @return tokens of all that is kept then
   */
  private int fill(
      ReductionRequest request, Pieces pieces, List<Integer> best, BitSet kept, int present) {
    int estimate = present;
    List<Integer> added = new ArrayList<>();
    int next = 0;
    for (; next < best.size(); next++) {
      Piece piece = pieces.list().get(best.get(next));
      int size = model.tokenCount(piece.text() + piece.space());
      if (estimate + size > request.budget()) {
        break;
      }
      estimate += size;
      kept.set(best.get(next));
      added.add(best.get(next));
    }
    int after = tokens(request, pieces, kept);
    while (after > request.budget()) {
      kept.clear(added.removeLast());
      after = tokens(request, pieces, kept);
    }
    int end = Math.min(best.size(), next + REFILL_TRIES);
    for (; next < end && after < request.budget(); next++) {
      kept.set(best.get(next));
      int tried = tokens(request, pieces, kept);
      if (tried <= request.budget()) {
        after = tried;
      } else {
        kept.clear(best.get(next));
      }
    }
    return after;
  }

  /** The pieces that may go, the most valuable first. */
  private List<Integer> byValue(ReductionRequest request, List<Piece> pieces) {
    double[] value = standardized(density(request, pieces), pieces);
    @Nullable String question = request.question();
    if (question != null) {
      double[] relevance = standardized(relevance(question, pieces), pieces);
      for (int i = 0; i < value.length; i++) {
        value[i] = relevance[i] + INFORMATION_WEIGHT * value[i];
      }
    }
    return IntStream.range(0, pieces.size())
        .filter(i -> pieces.get(i).mayGo())
        .boxed()
        .sorted(Comparator.<Integer>comparingDouble(i -> value[i]).reversed())
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** Bits a token of each piece, after what stands before it. */
  private double[] density(ReductionRequest request, List<Piece> pieces) {
    List<String> texts = new ArrayList<>();
    texts.add(request.prefix());
    pieces.forEach(piece -> texts.add(piece.text() + piece.space()));
    double[] bits = model.information(texts);
    double[] density = new double[pieces.size()];
    for (int i = 0; i < density.length; i++) {
      density[i] = bits[i + 1] / Math.max(1, model.tokenCount(pieces.get(i).text()));
    }
    return density;
  }

  private double[] relevance(String question, List<Piece> pieces) {
    double alone = model.information(question, "");
    double[] relevance = new double[pieces.size()];
    for (int i = 0; i < relevance.length; i++) {
      if (pieces.get(i).mayGo()) {
        relevance[i] = alone - model.information(question, pieces.get(i).text());
      }
    }
    return relevance;
  }

  /** In standard deviations from the mean of the pieces that may go. */
  private static double[] standardized(double[] values, List<Piece> pieces) {
    double[] free =
        IntStream.range(0, values.length)
            .filter(i -> pieces.get(i).mayGo())
            .mapToDouble(i -> values[i])
            .toArray();
    double mean = 0;
    for (double value : free) {
      mean += value / free.length;
    }
    double variance = 0;
    for (double value : free) {
      variance += (value - mean) * (value - mean) / free.length;
    }
    double deviation = Math.sqrt(variance);
    double[] standardized = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      standardized[i] = deviation == 0 ? 0 : (values[i] - mean) / deviation;
    }
    return standardized;
  }

  /** What takes the room, for people. */
  private String parts(ReductionRequest request, Pieces pieces) {
    Map<Protection, Integer> tokens = new EnumMap<>(Protection.class);
    for (Piece piece : pieces.list()) {
      @Nullable Protection first = piece.protections().stream().findFirst().orElse(null);
      if (first != null) {
        tokens.merge(first, model.tokenCount(piece.text() + piece.space()), Integer::sum);
      }
    }
    StringJoiner parts = new StringJoiner(", ");
    if (!request.prefix().isEmpty()) {
      parts.add("prefix " + model.tokenCount(request.prefix()));
    }
    tokens.forEach((protection, n) -> parts.add(name(protection) + " " + n));
    return parts.toString();
  }

  private static String name(Protection protection) {
    return switch (protection) {
      case CODE -> "code";
      case NUMBERS -> "sentences with numbers";
      case QUOTES -> "quoted text";
      case INSTRUCTIONS -> "instructions";
    };
  }
}
