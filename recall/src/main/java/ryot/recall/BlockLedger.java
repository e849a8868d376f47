package ryot.recall;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which blocks there are within a budget of bytes, and which is to go first: the one whose
 * recomputing costs least for its bytes, aged by what has been forgotten since it was last used
 * (GreedyDual-Size, Cao and Irani 1997); of equals the one deepest in its text, since those behind
 * a gap are of no use. One thread at a time.
 */
final class BlockLedger {

  private record Entry(BlockId id, BlockInfo info, double priority) {}

  private static final Comparator<Entry> FIRST_TO_GO =
      Comparator.comparingDouble(Entry::priority)
          .thenComparing(Comparator.comparingInt((Entry entry) -> entry.info().depth()).reversed())
          .thenComparing(entry -> entry.id().hex());

  private final long budgetBytes;
  private final Map<BlockId, Entry> entries = new HashMap<>();
  private final TreeSet<Entry> order = new TreeSet<>(FIRST_TO_GO);

  /** The priority of what went last: what was not used since is worth that much less. */
  private double clock;

  private long bytes;

  BlockLedger(long budgetBytes) {
    this.budgetBytes = budgetBytes;
  }

  @Nullable BlockInfo find(BlockId id) {
    Entry entry = entries.get(id);
    return entry == null ? null : entry.info();
  }

  int count() {
    return entries.size();
  }

  long bytes() {
    return bytes;
  }

  boolean fits(long size) {
    return size <= budgetBytes;
  }

  void add(BlockId id, BlockInfo info) {
    remove(id);
    Entry entry = new Entry(id, info, clock + info.worth());
    entries.put(id, entry);
    order.add(entry);
    bytes += info.bytes();
  }

  /** It is being used. */
  void touch(BlockId id) {
    Entry entry = entries.get(id);
    if (entry != null) {
      add(id, entry.info());
    }
  }

  void remove(BlockId id) {
    Entry entry = entries.remove(id);
    if (entry != null) {
      order.remove(entry);
      bytes -= entry.info().bytes();
    }
  }

  /** Removes and returns what must go for the budget to be kept; null if nothing must. */
  @Nullable BlockId evict() {
    if (bytes <= budgetBytes) {
      return null;
    }
    Entry first = order.first();
    clock = first.priority();
    remove(first.id());
    return first.id();
  }
}
