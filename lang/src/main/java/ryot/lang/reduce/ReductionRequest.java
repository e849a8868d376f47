package ryot.lang.reduce;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be reduced, and how far.
 *
 * @param prefix stays byte for byte: a system prompt, or what a cache already holds; may be empty
 * @param text follows it; whole sentences of it may go
 * @param question what will be asked, for which sentences are chosen; null if that is not known. It
 *     is not part of the result and not counted
 * @param budget the most tokens that prefix and text may have together afterwards; 1 or more
 * @param protections what in the text has to stay
 */
public record ReductionRequest(
    String prefix,
    String text,
    @Nullable String question,
    int budget,
    Set<Protection> protections) {

  public ReductionRequest {
    if (budget < 1) {
      throw new IllegalArgumentException("the budget is 1 token or more, not " + budget);
    }
    protections =
        protections.isEmpty() ? EnumSet.noneOf(Protection.class) : EnumSet.copyOf(protections);
  }

  /** A text without a prefix, in which everything that can be protected is. */
  public static ReductionRequest of(String text, @Nullable String question, int budget) {
    return new ReductionRequest("", text, question, budget, EnumSet.allOf(Protection.class));
  }
}
