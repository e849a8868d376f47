package ryot.neural;

import ryot.lang.MalformedPayloadException;

/**
 * Reads what a {@link RangeEncoder} wrote. A symbol is found in two moves: {@link #target} says
 * which weight it covers, {@link #take} takes it.
 */
final class RangeDecoder {

  private final byte[] bytes;
  private final int from;
  private final int end;
  private int at;
  private long code;
  private long range = 1L << RangeEncoder.BITS;
  private long unit = 1;

  /** Reads {@code bytes[from, from + length)}, borrowed until the last symbol. */
  RangeDecoder(byte[] bytes, int from, int length) {
    this.bytes = bytes;
    this.from = from;
    this.at = from;
    this.end = from + length;
    for (int i = 0; i < RangeEncoder.BYTES; i++) {
      shift();
    }
  }

  /**
   * The place of the next symbol among weights of {@code total}, 0 to {@code total - 1}.
   *
   * @throws MalformedPayloadException if no encoder can have written this
   */
  long target(long total) {
    unit = range / total;
    long target = code / unit;
    if (target >= total) {
      throw new MalformedPayloadException(
          "a neural coding goes wrong before byte " + (at - from) + ": damaged");
    }
    return target;
  }

  /** Takes the symbol with {@code weight} above {@code below}, which holds the target. */
  void take(long below, long weight) {
    code -= unit * below;
    range = unit * weight;
    while (range < RangeEncoder.BOTTOM) {
      shift();
      range <<= Byte.SIZE;
    }
  }

  /**
   * An encoder writes at most as many bytes as a decoder reads, and at least all but those read
   * ahead.
   */
  private void shift() {
    if (at >= end + RangeEncoder.BYTES) {
      throw new MalformedPayloadException(
          "a neural coding of " + (end - from) + " bytes is cut short");
    }
    code = code << Byte.SIZE | (at < end ? bytes[at] & 0xFF : 0);
    at++;
  }

  /**
   * Says that the last symbol was read.
   *
   * @throws MalformedPayloadException if there are bytes that no encoder would have added
   */
  void finish() {
    if (at < end) {
      throw new MalformedPayloadException(
          "a neural coding of %d bytes ends after %d".formatted(end - from, at - from));
    }
  }
}
