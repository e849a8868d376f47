package ryot.engine.generate;

/**
 * Drafts what may come next without a second model (prompt lookup decoding, Saxena 2023): where the
 * last tokens have stood before, what followed them there may follow again. Good for answers that
 * quote, edit or repeat.
 *
 * <p>The draft's length follows its luck: twice as long after one that was right, as long as was
 * right after another. Where drafts cost more than they bring, it rests, longer each time. One
 * thread.
 */
final class PromptLookup {

  /** The most tokens in a draft. */
  static final int DRAFT_MAX = 8;

  /** Longer matches are not more telling. */
  private static final int MATCH_MAX = 5;

  /** Single tokens recur everywhere. */
  private static final int MATCH_MIN = 2;

  /** Drafts that cost less than this share of a step each may follow from the shortest matches. */
  private static final float CHEAP = 0.3f;

  /** How much one draft's balance counts beside those before. */
  private static final float RECENT = 0.25f;

  private static final int REST_MIN = 8;
  private static final int REST_MAX = 256;

  private int length = DRAFT_MAX / 2;

  /** Steps saved per draft of late, less what drafting has cost in steps. */
  private float balance;

  private float cost;
  private int rest;
  private int nextRest = REST_MIN;

  /**
   * Writes a draft behind the first {@code count} of {@code tokens}.
   *
   * @param most how many tokens it may have, and there is room for
   * @param costPerToken what verifying one costs, as a share of a step
   * @return how many it has; often none
   */
  int draft(int[] tokens, int count, int most, float costPerToken) {
    if (rest > 0) {
      rest--;
      return 0;
    }
    cost = costPerToken;
    int next = mostAlike(tokens, count, cost < CHEAP ? MATCH_MIN : MATCH_MAX);
    if (next < 0) {
      return 0;
    }
    int size = Math.min(length, most);
    for (int i = 0; i < size; i++) {
      tokens[count + i] = tokens[next + i]; // may go on in the draft itself, where text repeats
    }
    return Math.max(0, size);
  }

  /**
   * The place after the latest of the longest stretches, of {@code least} tokens or more, that are
   * like the end of the text; -1 if there is none.
   */
  private static int mostAlike(int[] tokens, int count, int least) {
    int best = -1;
    int bestLength = least - 1;
    int last = tokens[count - 1];
    for (int end = count - 2; end >= bestLength && bestLength < MATCH_MAX; end--) {
      if (tokens[end] == last) {
        int length = 1;
        while (length < MATCH_MAX
            && length <= end
            && tokens[end - length] == tokens[count - 1 - length]) {
          length++;
        }
        if (length > bestLength) {
          bestLength = length;
          best = end + 1;
        }
      }
    }
    return best;
  }

  /** Says how many of {@code drafted} tokens were what came. */
  void verified(int drafted, int right) {
    length = right == drafted ? Math.min(2 * length, DRAFT_MAX) : Math.max(1, right);
    balance += RECENT * (right - cost * drafted - balance);
    if (balance < 0) {
      rest = nextRest;
      nextRest = Math.min(2 * nextRest, REST_MAX);
      balance = 0;
    } else if (right > 0) {
      nextRest = REST_MIN;
    }
  }
}
