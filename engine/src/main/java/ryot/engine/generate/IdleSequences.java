package ryot.engine.generate;

import java.util.Iterator;
import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;

/**
 * The sequences that hold pages while no request uses them, longest idle first: what is taken back
 * when the pool runs short. Safe for use by many threads; never calls out.
 */
final class IdleSequences {

  private final LinkedHashSet<Sequence> sequences = new LinkedHashSet<>();

  synchronized void add(Sequence sequence) {
    sequences.add(sequence);
  }

  synchronized void remove(Sequence sequence) {
    sequences.remove(sequence);
  }

  /** Removes and returns the one that has been idle longest, {@code but} excepted. */
  synchronized @Nullable Sequence pollEldest(Sequence but) {
    for (Iterator<Sequence> each = sequences.iterator(); each.hasNext(); ) {
      Sequence sequence = each.next();
      if (sequence != but) {
        each.remove();
        return sequence;
      }
    }
    return null;
  }
}
