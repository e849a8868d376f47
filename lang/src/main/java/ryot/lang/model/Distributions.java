package ryot.lang.model;

/**
 * Static distributions over few symbols, 0 to {@code symbols - 1}, each of total {@code 2^scale}.
 * Immutable.
 *
 * <p>Totals are so small that a decoder looks up who owns a slot, and searches for nothing: a byte
 * for each slot, of which a few lines are in use.
 */
final class Distributions {

  private static final int START_SHIFT = 16;

  private final int symbols;
  private final int symbolBits;
  private final int scaleBits;

  /** {@code [distribution, slot]}: the symbol that owns it. */
  private final byte[] owners;

  /** {@code [distribution, symbol]}: {@code start << 16 | frequency}. */
  private final int[] events;

  /**
   * Distributions of these frequencies.
   *
   * @param frequencies {@code [distribution, symbol]}, each distribution of at least two possible
   *     symbols
   * @param symbols at most 256
   * @param scaleBits log2 of the total of each
   * @throws IllegalArgumentException for any other total
   */
  Distributions(int[] frequencies, int symbols, int scaleBits) {
    this.symbols = symbols;
    this.scaleBits = scaleBits;
    symbolBits = Integer.SIZE - Integer.numberOfLeadingZeros(symbols - 1);
    int count = frequencies.length / symbols;
    owners = new byte[count << scaleBits];
    events = new int[count << symbolBits];
    for (int d = 0; d < count; d++) {
      fill(frequencies, d);
    }
  }

  private void fill(int[] frequencies, int distribution) {
    int scale = 1 << scaleBits;
    int sum = 0;
    for (int symbol = 0; symbol < symbols; symbol++) {
      int frequency = frequencies[distribution * symbols + symbol];
      if (frequency < 0 || frequency >= scale || sum + frequency > scale) {
        throw new IllegalArgumentException(
            "distribution %d gives symbol %d a frequency of %d after %d of %d"
                .formatted(distribution, symbol, frequency, sum, scale));
      }
      events[distribution << symbolBits | symbol] = sum << START_SHIFT | frequency;
      for (int i = 0; i < frequency; i++) {
        owners[distribution << scaleBits | sum++] = (byte) symbol;
      }
    }
    if (sum != scale) {
      throw new IllegalArgumentException(
          "distribution %d has a total of %d, not %d".formatted(distribution, sum, scale));
    }
  }

  /** Number of distributions. */
  int count() {
    return events.length >>> symbolBits;
  }

  /** Number of symbols. */
  int symbols() {
    return symbols;
  }

  /** Slots of a symbol: 0 if it is impossible. */
  int frequency(int distribution, int symbol) {
    return event(distribution, symbol) & 0xFFFF;
  }

  /** A symbol's place: {@code start << 16 | frequency}. */
  int event(int distribution, int symbol) {
    return events[distribution << symbolBits | symbol];
  }

  /**
   * The symbol that owns a slot.
   *
   * @param slot below {@code 2^scale}
   */
  int symbol(int distribution, int slot) {
    return owners[distribution << scaleBits | slot] & 0xFF;
  }
}
