package ryot.lang.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntToDoubleFunction;

/** Chooses what is in the lists, from counts. */
final class ListTrainer {

  private static final double LOG2 = StrictMath.log(2);

  /**
   * What of a pair's count is not expected to come again, as a share of it, is this by its groups.
   */
  private static final double DISCOUNT = 0.75;

  private static final double ESCAPE_SHARE = 0.12;

  /** What a list costs beside its entries, in entries. */
  private static final int LIST_COST = 2;

  /**
   * One context's list.
   *
   * @param tokens by rank
   * @param weights per symbol of a shape: not in the list, then the ranks
   * @param total of the weights
   */
  record List(char[] tokens, float[] weights, double total) {}

  private final PairCounts counts;
  private final int[] byContext;
  private final int[] starts;
  private final double[] novelty;
  private final double noveltyTotal;
  private final double gainMin;

  /**
   * Sorts the counts by context.
   *
   * @param contexts their number
   * @param novelty per token, how often it comes where it is not expected
   * @param gainMin bits that an entry has to save over all of the text
   */
  ListTrainer(PairCounts counts, int contexts, double[] novelty, double gainMin) {
    this.counts = counts;
    this.novelty = novelty;
    this.noveltyTotal = Arrays.stream(novelty).sum() + novelty.length;
    this.gainMin = gainMin;
    starts = new int[contexts + 1];
    for (int slot = 0; slot < counts.slots(); slot++) {
      if (counts.count(slot) > 0) {
        starts[counts.context(slot) + 1]++;
      }
    }
    for (int c = 0; c < contexts; c++) {
      starts[c + 1] += starts[c];
    }
    byContext = new int[starts[contexts]];
    int[] next = starts.clone();
    for (int slot = 0; slot < counts.slots(); slot++) {
      if (counts.count(slot) > 0) {
        byContext[next[counts.context(slot)]++] = slot;
      }
    }
  }

  /** How often a context was seen. */
  double total(int context) {
    double total = 0;
    for (int i = starts[context]; i < starts[context + 1]; i++) {
      total += counts.count(byContext[i]);
    }
    return total;
  }

  /** The list of a context. */
  List list(int context) {
    return list(context, this::escaped);
  }

  /** How likely a token is that is not in a list. */
  private double escaped(int token) {
    return ESCAPE_SHARE * (novelty[token] + 1) / noveltyTotal;
  }

  private List list(int context, IntToDoubleFunction otherwise) {
    int from = starts[context];
    int n = starts[context + 1] - from;
    int[] tokens = new int[n];
    double[] sure = new double[n];
    double total = 0;
    for (int i = 0; i < n; i++) {
      int slot = byContext[from + i];
      tokens[i] = counts.token(slot);
      sure[i] = sure(counts.count(slot), counts.groups(slot));
      total += counts.count(slot);
    }
    return list(tokens, sure, n, total, otherwise);
  }

  /**
   * The list of a context that another list stands below, which is asked for what this one does not
   * have. It is empty if it saves too little.
   *
   * @param below how likely a token is by that one
   */
  List listOver(int context, IntToDoubleFunction below) {
    double total = total(context);
    List list = list(context, token -> ESCAPE_SHARE * below.applyAsDouble(token));
    double listed = 0;
    double saved = 0;
    for (int rank = 0; rank < list.tokens().length; rank++) {
      double sure = list.weights()[rank + 1];
      saved += sure * log2(sure / total / below.applyAsDouble(list.tokens()[rank]));
      listed += sure;
    }
    double missed = total - listed;
    saved += missed * log2((missed + 0.5) / (total + 0.5));
    boolean pays = saved >= gainMin * (list.tokens().length + LIST_COST);
    return pays ? list : new List(new char[0], new float[] {1}, total);
  }

  private static double log2(double value) {
    return StrictMath.log(value) / LOG2;
  }

  private static double sure(double count, double groups) {
    return groups < 2 ? 0 : count - DISCOUNT * count / groups;
  }

  /** The list of several contexts that share one. */
  List merged(int[] contexts) {
    int size = novelty.length;
    double[] sum = new double[size];
    double total = 0;
    for (int context : contexts) {
      for (int i = starts[context]; i < starts[context + 1]; i++) {
        int slot = byContext[i];
        double groups = Math.max(counts.groups(slot), 1);
        sum[counts.token(slot)] += counts.count(slot) - DISCOUNT * counts.count(slot) / groups;
        total += counts.count(slot);
      }
    }
    int[] tokens = new int[size];
    Arrays.setAll(tokens, t -> t);
    return list(tokens, sum, size, total, this::escaped);
  }

  private List list(
      int[] tokens, double[] sure, int n, double total, IntToDoubleFunction otherwise) {
    Integer[] kept = new Integer[n];
    int k = 0;
    for (int i = 0; i < n; i++) {
      if (sure[i] > 0) {
        double gain = sure[i] * log2(sure[i] / total / otherwise.applyAsDouble(tokens[i]));
        if (gain >= gainMin) {
          kept[k++] = i;
        }
      }
    }
    Arrays.sort(
        kept,
        0,
        k,
        Comparator.<Integer>comparingDouble(i -> -sure[i]).thenComparingInt(i -> tokens[i]));
    int size = Math.min(k, ContextLists.LIST_MAX);
    char[] list = new char[size];
    float[] weights = new float[size + 1];
    double listed = 0;
    for (int rank = 0; rank < size; rank++) {
      list[rank] = (char) tokens[kept[rank]];
      weights[rank + 1] = (float) sure[kept[rank]];
      listed += sure[kept[rank]];
    }
    weights[0] = (float) (total - listed + 0.5);
    return new List(list, weights, total);
  }
}
