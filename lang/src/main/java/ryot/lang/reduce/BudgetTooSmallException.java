package ryot.lang.reduce;

import java.io.Serial;

/** A budget that not even what has to stay fits in. */
public final class BudgetTooSmallException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1;

  private final int needed;

  BudgetTooSmallException(int budget, int needed, String parts) {
    super(
        ("a budget of %d tokens was given, but what must stay has %d (%s): raise the budget to %d,"
                + " or protect less")
            .formatted(budget, needed, parts, needed));
    this.needed = needed;
  }

  /** The smallest budget that can be met. */
  public int needed() {
    return needed;
  }
}
