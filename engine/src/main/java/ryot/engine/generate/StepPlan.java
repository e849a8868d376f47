package ryot.engine.generate;

import java.util.ArrayList;
import java.util.List;

/**
 * How many tokens of each request the next step computes.
 *
 * <p>Every request that is past its prompt gets its one token in every step, so decoding never
 * stalls. Prompts share what is left of a budget: all that a step takes while nobody decodes,
 * {@link #BESIDE_DECODING} tokens otherwise, which bounds by how much they slow down the others.
 * Half of the budget is the oldest prompt's, so that each gets through in the end; the rest goes to
 * the prompts with least left to compute, which brings the average first token forward: a short
 * question is not held up by a long document. A prompt that begins like an older one that is being
 * computed waits for the pages they share.
 */
final class StepPlan {

  /**
   * Prompt tokens in a step in which others decode: enough for matrix products to run at most of
   * their speed.
   */
  static final int BESIDE_DECODING = 64;

  private final SteppedModel.StepLimits limits;
  private final DraftCost draftCost;
  private final List<Run> decoding = new ArrayList<>();

  /** Least left to compute first; the oldest of the equal. */
  private final List<Run> prefilling = new ArrayList<>();

  /** Where the turn of requests past their prompts begins, if they are more than a step takes. */
  private int turn;

  StepPlan(SteppedModel.StepLimits limits, DraftCost draftCost) {
    this.limits = limits;
    this.draftCost = draftCost;
  }

  /**
   * Allots each of {@code runs}, which are ordered by age, its tokens.
   *
   * @return whether anyone got any
   */
  boolean allot(List<Run> runs) {
    decoding.clear();
    prefilling.clear();
    Run oldest = null;
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      run.allot(0);
      if (run.stalled()) {
        continue;
      }
      if (run.pending() > 1) {
        run.catchUp();
      }
      if (run.pending() == 1) {
        decoding.add(run);
      } else if (!followsAny(run)) {
        oldest = oldest == null ? run : oldest;
        insertByPending(run);
      }
    }
    int kept = oldest == null ? 0 : 1; // for a prompt
    int slices = Math.min(limits.slices(), limits.tokens()) - kept;
    int decoders = Math.min(slices, decoding.size());
    int decoded = allotDecoding(decoders);
    if (oldest != null) {
      int budget = limits.tokens() - decoded;
      budget = decoders == 0 ? budget : Math.min(budget, BESIDE_DECODING);
      allotPrefilling(oldest, budget, limits.slices() - decoders);
    }
    return decoders > 0 || oldest != null;
  }

  private boolean followsAny(Run run) {
    for (int i = 0; i < prefilling.size(); i++) {
      Run other = prefilling.get(i);
      if (run.follows(other)) {
        return true;
      }
    }
    return false;
  }

  private void insertByPending(Run run) {
    int at = prefilling.size();
    while (at > 0 && prefilling.get(at - 1).pending() > run.pending()) {
      at--;
    }
    prefilling.add(at, run);
  }

  /** Gives {@code count} requests their token, and drafts what rows of logits are left for. */
  private int allotDecoding(int count) {
    if (count == 0) {
      return 0;
    }
    int first = count == decoding.size() ? 0 : turn;
    turn = first + count;
    int spare = Math.min(limits.outputRows() - limits.slices(), limits.tokens() - count - 1);
    int drafted = Math.max(0, spare) / count;
    int tokens = 0;
    for (int i = 0; i < count; i++) {
      Run run = decoding.get((first + i) % decoding.size());
      if (drafted > 0 && run.speculates() && draftCost.acceptable()) {
        run.allotWithDraft(drafted, draftCost);
      } else {
        run.allot(1);
      }
      tokens += run.allotted();
    }
    return tokens;
  }

  private void allotPrefilling(Run oldest, int budget, int slices) {
    int guaranteed = Math.min(oldest.pending(), (budget + 1) / 2);
    oldest.allot(guaranteed);
    int left = budget - guaranteed;
    int slicesLeft = slices - 1;
    for (int i = 0; i < prefilling.size() && left > 0; i++) {
      Run run = prefilling.get(i);
      int more = Math.min(run.pending() - run.allotted(), left);
      if (run.allotted() == 0 && --slicesLeft < 0) {
        continue;
      }
      run.allot(run.allotted() + more);
      left -= more;
    }
  }
}
