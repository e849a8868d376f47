package ryot.lang.model;

import ryot.lang.entropy.Rans;

/**
 * Static distributions over many symbols, 0 to {@code symbols - 1}, each of total 65536. Immutable.
 *
 * <p>Kept is, per distribution and symbol, the last slot that belongs to it; so a symbol's start is
 * the slot after its predecessor's last, and arithmetic modulo 65536 needs no special case at
 * either end. A coarse index leads from a slot's leading bits to the first symbol that can own it.
 */
final class WideDistributions {

  private final int symbols;
  private final int stride;
  private final int indexBits;

  /** {@code [distribution, symbol + 1]}: the last slot of a symbol; 65535 at index 0. */
  private final char[] last;

  /** {@code [distribution, leading bits of a slot]}: the symbol that owns the first such slot. */
  private final char[] index;

  /**
   * Distributions of these frequencies.
   *
   * @param frequencies {@code [distribution, symbol]}, each distribution of total 65536 and of at
   *     least two possible symbols
   * @param indexBits of a slot that the coarse index knows
   * @throws IllegalArgumentException for any other total
   */
  WideDistributions(int[] frequencies, int symbols, int indexBits) {
    this.symbols = symbols;
    this.stride = symbols + 1;
    this.indexBits = indexBits;
    int count = frequencies.length / symbols;
    last = new char[count * stride];
    index = new char[count << indexBits];
    for (int d = 0; d < count; d++) {
      fill(frequencies, d);
    }
  }

  private void fill(int[] frequencies, int distribution) {
    int sum = 0;
    int from = distribution * stride;
    last[from] = 0xFFFF;
    int slotBits = Rans.SCALE_BITS - indexBits;
    int next = 0;
    for (int symbol = 0; symbol < symbols; symbol++) {
      int frequency = frequencies[distribution * symbols + symbol];
      if (frequency < 0 || frequency >= Rans.SCALE || sum + frequency > Rans.SCALE) {
        throw new IllegalArgumentException(
            "distribution %d gives symbol %d a frequency of %d after %d of %d"
                .formatted(distribution, symbol, frequency, sum, Rans.SCALE));
      }
      sum += frequency;
      last[from + symbol + 1] = (char) (sum - 1);
      while (next < 1 << indexBits && next << slotBits < sum) {
        index[(distribution << indexBits) + next++] = (char) symbol;
      }
    }
    if (sum != Rans.SCALE) {
      throw new IllegalArgumentException(
          "distribution %d has a total of %d, not %d".formatted(distribution, sum, Rans.SCALE));
    }
  }

  /** Number of distributions. */
  int count() {
    return last.length / stride;
  }

  /** Number of symbols. */
  int symbols() {
    return symbols;
  }

  /** Slots of a symbol: 0 if it is impossible. */
  int frequency(int distribution, int symbol) {
    int at = distribution * stride + symbol;
    return last[at + 1] - last[at] & 0xFFFF;
  }

  /** A symbol as an event of the coder: {@code start << 16 | frequency}. */
  int event(int distribution, int symbol) {
    int at = distribution * stride + symbol;
    int before = last[at];
    return (before + 1) << Rans.SCALE_BITS | (last[at + 1] - before & 0xFFFF);
  }

  /** The coder's state after a symbol, not yet refilled. */
  int after(int distribution, int symbol, int state) {
    int at = distribution * stride + symbol;
    int before = last[at];
    int frequency = last[at + 1] - before & 0xFFFF;
    int start = before + 1 & 0xFFFF;
    return frequency * (state >>> Rans.SCALE_BITS) + (state & Rans.SCALE - 1) - start;
  }

  /** The symbol that owns a slot of 0 to 65535. */
  int symbol(int distribution, int slot) {
    int symbol = index[distribution << indexBits | slot >>> (Rans.SCALE_BITS - indexBits)];
    int at = distribution * stride + symbol + 1;
    while (last[at] < slot) {
      at++;
    }
    return at - distribution * stride - 1;
  }
}
