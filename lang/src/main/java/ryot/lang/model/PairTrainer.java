package ryot.lang.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Chooses which pairs of tokens have a list of their own for what follows them, and what is in it:
 * where the text has shown the pair often enough to know better than the second token alone.
 */
final class PairTrainer {

  /** Pairs that were seen less often are not looked at. */
  private static final int SEEN_MIN = 3;

  private static final int COUNT_BITS = 24;

  /** The pairs that have a list, ascending, and those lists. */
  record Chosen(long[] keys, List<ListTrainer.List> lists) {}

  private final TrainingIds ids;
  private final int start;
  private final double[] novelty;
  private final double gainMin;

  /**
   * A trainer.
   *
   * @param start the opening token of first halves; that of second halves is the next
   * @param novelty per token, how often it comes where it is not expected
   * @param gainMin bits that an entry of a list has to save over all of the text
   */
  PairTrainer(TrainingIds ids, int start, double[] novelty, double gainMin) {
    this.ids = ids;
    this.start = start;
    this.novelty = novelty;
    this.gainMin = gainMin;
  }

  /**
   * The choice.
   *
   * @param pairCounts which token follows which, and perhaps more, in other contexts
   * @param below the lists for one token that there are
   * @param weights of those lists, by record
   */
  Chosen choose(PairCounts pairCounts, ContextLists below, List<ListTrainer.List> weights) {
    PairContexts candidates = candidates(pairCounts);
    ListTrainer trainer =
        new ListTrainer(count(candidates), candidates.count() + 1, novelty, gainMin);
    PairIndex index = new PairIndex(below);
    double noveltyTotal = Arrays.stream(novelty).sum() + novelty.length;
    long[] keys = new long[candidates.count()];
    List<ListTrainer.List> lists = new ArrayList<>();
    for (int i = 0; i < candidates.count(); i++) {
      int record = below.record(candidates.last(i), candidates.prior(i));
      ListTrainer.List known = weights.get(record);
      ListTrainer.List list =
          trainer.listOver(
              i + 1,
              token -> {
                int rank = index.rank(record, token);
                double share = known.weights()[rank + 1] / known.total();
                return rank < 0 ? share * (novelty[token] + 1) / noveltyTotal : share;
              });
      if (list.tokens().length > 0) {
        keys[lists.size()] = PairContexts.key(candidates.last(i), candidates.prior(i));
        lists.add(list);
      }
    }
    return new Chosen(Arrays.copyOf(keys, lists.size()), lists);
  }

  /** Pairs that were seen often enough, numbered from 1. */
  private PairContexts candidates(PairCounts counts) {
    long[] keys = new long[counts.slots()];
    int count = 0;
    for (int slot = 0; slot < counts.slots(); slot++) {
      if (counts.count(slot) >= SEEN_MIN && counts.context(slot) < start + TokenTables.OPENINGS) {
        keys[count++] = PairContexts.key(counts.token(slot), counts.context(slot));
      }
    }
    keys = Arrays.copyOf(keys, count);
    Arrays.sort(keys);
    return new PairContexts(keys, 1);
  }

  /** What follows the pairs. */
  private PairCounts count(PairContexts candidates) {
    PairCounts counts =
        new PairCounts(Math.clamp(34L - Integer.numberOfLeadingZeros(ids.size()), 14, COUNT_BITS));
    for (int h = 0; h < TrainingIds.HALVES * ids.count; h++) {
      int last = start + h % TrainingIds.HALVES;
      int prior = last;
      for (int i = ids.start(h); i < ids.end(h); i++) {
        int context = candidates.record(last, prior);
        if (context >= 0) {
          counts.add(context, ids.ids[i], ids.group(h));
        }
        prior = last;
        last = ids.ids[i];
      }
    }
    return counts;
  }
}
