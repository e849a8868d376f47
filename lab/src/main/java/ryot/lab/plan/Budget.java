package ryot.lab.plan;

import java.util.List;

/**
 * How long a series goes on: at least {@code minIterations}, and as many more as fit into {@code
 * budgetMillis}. When a percentile target is then still open for want of samples, it goes on to the
 * next of {@code looks}, but never past {@code limitMillis}. Few fixed looks, so that looking often
 * cannot talk a bound into holding.
 *
 * @param minIterations at least 1
 * @param budgetMillis time for iterations beyond the minimum; the minimum itself is never cut
 * @param looks sample counts at which an open percentile verdict is tried again, ascending; 459
 *     bounds a p99 at 99 % confidence with no sample beyond it, 662 with one
 * @param limitMillis end of the series beyond its minimum, whatever is open
 */
public record Budget(int minIterations, long budgetMillis, List<Integer> looks, long limitMillis) {

  public Budget {
    looks = List.copyOf(looks);
    if (minIterations < 1 || budgetMillis < 0 || limitMillis < budgetMillis) {
      throw new IllegalArgumentException(
          "a budget needs at least one iteration and a limit not below its time: "
              + minIterations
              + ", "
              + budgetMillis
              + " ms, "
              + limitMillis
              + " ms");
    }
  }

  /** At least {@code minIterations}, and as many more as {@code budgetMillis} allow; no looks. */
  public static Budget of(int minIterations, long budgetMillis) {
    return new Budget(minIterations, budgetMillis, List.of(), budgetMillis);
  }
}
