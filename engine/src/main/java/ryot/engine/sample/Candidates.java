package ryot.engine.sample;

/**
 * The tokens still in play at one step and their logits, in no particular order. A token ranks
 * above another if its logit is higher or, of equal logits, its id is lower. Selection is partial:
 * the whole vocabulary (up to some 150,000 tokens) is never sorted; a heap brings up as many as are
 * asked for.
 */
final class Candidates {

  private enum Order {
    BEST_FIRST,
    WORST_FIRST
  }

  private final int[] tokens;
  private final float[] logits;
  private int size;

  /** The highest logit in play: no way of narrowing the candidates removes it. */
  private float highest;

  Candidates(int vocabularySize) {
    this.tokens = new int[vocabularySize];
    this.logits = new float[vocabularySize];
  }

  /** Puts every token in play, with the logits at {@code offset}. */
  void load(float[] source, int offset) {
    highest = FiniteLogits.highest(source, offset, logits.length);
    System.arraycopy(source, offset, logits, 0, logits.length);
    for (int token = 0; token < tokens.length; token++) {
      tokens[token] = token;
    }
    size = tokens.length;
  }

  int size() {
    return size;
  }

  int token(int index) {
    return tokens[index];
  }

  float logit(int index) {
    return logits[index];
  }

  float highest() {
    return highest;
  }

  /**
   * Keeps the {@code k} that rank highest: the worst of the best so far stands at the heap's top.
   */
  void keepHighest(int k) {
    if (k >= size) {
      return;
    }
    heapify(k, Order.WORST_FIRST);
    for (int i = k; i < size; i++) {
      if (ranksAbove(i, 0)) {
        swap(i, 0);
        siftDown(0, k, Order.WORST_FIRST);
      }
    }
    size = k;
  }

  /** Keeps the highest ranking ones until their probabilities add up to {@code mass}. */
  void keepMass(float mass) {
    double total = 0;
    for (int i = 0; i < size; i++) {
      total += Math.exp(logits[i] - highest);
    }
    heapify(size, Order.BEST_FIRST);
    double reached = 0;
    int left = size;
    do {
      reached += Math.exp(logits[0] - highest);
      left--;
      swap(0, left); // the kept ones gather behind the heap
      siftDown(0, left, Order.BEST_FIRST);
    } while (left > 0 && reached < mass * total);
    int kept = size - left;
    System.arraycopy(tokens, left, tokens, 0, kept);
    System.arraycopy(logits, left, logits, 0, kept);
    size = kept;
  }

  /** Keeps those whose logit is {@code lowest} or higher. */
  void keepFrom(float lowest) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (logits[i] >= lowest) {
        swap(i, kept++);
      }
    }
    size = kept;
  }

  /** Divides all logits, shifted so that the highest is 0, which no probability notices. */
  void divide(float divisor) {
    for (int i = 0; i < size; i++) {
      logits[i] = (logits[i] - highest) / divisor;
    }
    highest = 0;
  }

  /**
   * The token at the point {@code uniform} (from 0 to below 1) of the cumulated probabilities. The
   * logits are spent afterwards.
   */
  int draw(double uniform) {
    double total = 0;
    for (int i = 0; i < size; i++) {
      logits[i] = (float) Math.exp(logits[i] - highest);
      total += logits[i];
    }
    double point = uniform * total;
    double reached = 0;
    int index = -1;
    do {
      reached += logits[++index];
    } while (reached <= point && index < size - 1);
    return tokens[index];
  }

  private boolean ranksAbove(int i, int j) {
    return logits[i] > logits[j] || (logits[i] == logits[j] && tokens[i] < tokens[j]);
  }

  private void heapify(int length, Order order) {
    for (int i = length / 2 - 1; i >= 0; i--) {
      siftDown(i, length, order);
    }
  }

  private void siftDown(int start, int length, Order order) {
    int parent = start;
    while (2 * parent + 1 < length) {
      int child = 2 * parent + 1;
      if (child + 1 < length && leads(child + 1, child, order)) {
        child++;
      }
      if (!leads(child, parent, order)) {
        return;
      }
      swap(child, parent);
      parent = child;
    }
  }

  private boolean leads(int i, int j, Order order) {
    return ranksAbove(i, j) == (order == Order.BEST_FIRST);
  }

  private void swap(int i, int j) {
    int token = tokens[i];
    tokens[i] = tokens[j];
    tokens[j] = token;
    float logit = logits[i];
    logits[i] = logits[j];
    logits[j] = logit;
  }
}
