package ryot.neural;

/** Where a long text is cut into segments. */
final class Cut {

  private Cut() {}

  /**
   * A length from {@code part / 2} to {@code part} for a segment that begins at {@code at}: behind
   * the last line's end, else before the last space, else before a character, if there is one.
   */
  static int before(byte[] in, int at, int part) {
    int least = at + Math.max(1, part / 2);
    for (int end = at + part; end > least; end--) {
      if (in[end - 1] == '\n') {
        return end - at;
      }
    }
    for (int end = at + part; end > least; end--) {
      if (in[end] == ' ') {
        return end - at;
      }
    }
    for (int end = at + part; end > least; end--) {
      if ((in[end] & 0xC0) != 0x80) {
        return end - at;
      }
    }
    return part;
  }
}
