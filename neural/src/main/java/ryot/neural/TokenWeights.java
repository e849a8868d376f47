package ryot.neural;

/**
 * Logits as integer weights, the distribution that symbols are coded by: {@code 1 + 2^24 e^(logit -
 * largest)} for each token, to about three digits, and 1 for the escape behind them. Every
 * operation is a float32 or integer one that Java defines to the last bit, so that equal logits
 * give equal weights everywhere. The loops are such that the JIT compiler makes vectors of them.
 * One thread.
 */
final class TokenWeights {

  private static final float UNIT = 1 << 24;

  /** {@code 2^24 e^-18} is less than 1. */
  private static final float LOWEST = -18;

  /** {@code e^x = (e^(x/32))^32}, the inner one by its series. */
  private static final float PART = 1 / 32f;

  /** Tokens whose sum is kept. */
  private static final int BLOCK = 512;

  private final int size;
  private final int[] weights;

  /** The weight of all tokens before each block. */
  private final long[] before;

  private long total;

  /** Weights of the {@code size} tokens of a vocabulary. */
  TokenWeights(int size) {
    this.size = size;
    int blocks = (size + BLOCK - 1) / BLOCK;
    weights = new int[blocks * BLOCK];
    before = new long[blocks + 1];
  }

  /** The symbol that is no token. */
  int escape() {
    return size;
  }

  /** Takes the row of logits at {@code offset}. */
  void take(float[] logits, int offset) {
    weigh(logits, offset, largest(logits, offset, size), weights, size);
    long sum = 0;
    for (int b = 0; b < before.length - 1; b++) {
      before[b] = sum;
      sum += sum(weights, b * BLOCK);
    }
    before[before.length - 1] = sum;
    total = sum + 1;
  }

  private static float largest(float[] logits, int offset, int size) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < size; i++) {
      largest = Math.max(largest, logits[offset + i]);
    }
    return largest;
  }

  private static void weigh(float[] logits, int offset, float largest, int[] weights, int size) {
    for (int i = 0; i < size; i++) {
      float x = Math.max(logits[offset + i] - largest, LOWEST) * PART;
      float e = 1 + x * (1 + x * (1 / 2f + x * (1 / 6f + x * (1 / 24f + x * (1 / 120f)))));
      e *= e;
      e *= e;
      e *= e;
      e *= e;
      e *= e;
      weights[i] = (int) (e * UNIT) + 1;
    }
  }

  private static long sum(int[] weights, int from) {
    long sum = 0;
    for (int i = from; i < from + BLOCK; i++) {
      sum += weights[i];
    }
    return sum;
  }

  /** Of all symbols. */
  long total() {
    return total;
  }

  /** Of {@code symbol} alone. */
  long weight(int symbol) {
    return symbol == size ? 1 : weights[symbol];
  }

  /** Of all symbols before {@code symbol}. */
  long below(int symbol) {
    int block = symbol / BLOCK;
    long below = before[block];
    for (int i = block * BLOCK; i < symbol; i++) {
      below += weights[i];
    }
    return below;
  }

  /** The symbol that covers {@code target}, 0 to {@code total - 1}. */
  int find(long target) {
    if (target == total - 1) {
      return size;
    }
    int low = 0;
    int high = before.length - 2;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (before[middle] <= target) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    int symbol = low * BLOCK;
    long rest = target - before[low];
    while (rest >= weights[symbol]) {
      rest -= weights[symbol++];
    }
    return symbol;
  }
}
