package ryot.engine.kernel.vector;

import ryot.engine.tensor.QuantType;

/**
 * Formats of small blocks, whose rows are multiplied two together: two chains of additions, and one
 * fixed cost of starting and ending a row.
 *
 * <p>Two rows read in turn are two streams that jump at every row, which the processor's prefetcher
 * does not follow: from memory they arrive at less than half its speed. So while a pair is
 * multiplied the next pair is touched, one load per block in the order of addresses, and that
 * stream is followed (measured on Zen 4: 6 to 16 GB/s a thread).
 */
abstract class PairedRows implements RowFormat {

  /** Written so that loads which only touch memory are not optimised away. */
  @SuppressWarnings("UnusedVariable")
  private static int sink;

  private final QuantType type;

  PairedRows(QuantType type) {
    this.type = type;
  }

  @Override
  public final QuantType type() {
    return type;
  }

  /**
   * Where two rows are, and what to touch meanwhile.
   *
   * @param first address of a row
   * @param second address of the row after it; the same row where there is none
   */
  abstract void pair(
      long first,
      long second,
      long ahead,
      int aheadStep,
      int blocks,
      float[] x,
      int xOffset,
      float[] sums,
      int sumsOffset,
      float[] out,
      int to,
      int toSecond);

  @Override
  public final void multiply(
      long address,
      int rows,
      int columns,
      float[] x,
      int xOffset,
      float[] sums,
      int sumsOffset,
      float[] out,
      int outOffset) {
    int blocks = columns / type.blockSize();
    long rowBytes = type.sizeBytes(columns);
    long lastPair = address + Math.max(0, rows - 2) * rowBytes;
    int aheadStep = rows > 1 ? 2 * type.blockBytes() : 0;
    for (int r = 0; r < rows; r += 2) {
      long first = address + r * rowBytes;
      int second = Math.min(r + 1, rows - 1);
      pair(
          first,
          address + second * rowBytes,
          Math.min(first + 2 * rowBytes, lastPair),
          aheadStep,
          blocks,
          x,
          xOffset,
          sums,
          sumsOffset,
          out,
          outOffset + r,
          outOffset + second);
    }
  }

  /** Uses what was loaded by touching; one value in four billion is stored. */
  static void consume(int touched) {
    if (touched == 0x5ca1ab1e) {
      sink = touched;
    }
  }
}
