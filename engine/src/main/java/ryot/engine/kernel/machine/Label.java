package ryot.engine.kernel.machine;

/** A place in code, to jump to or to read data from; bound once, before or after its uses. */
final class Label {
  private static final int UNBOUND = -1;

  private int position = UNBOUND;

  void bind(int newPosition) {
    if (position != UNBOUND) {
      throw new IllegalStateException("label bound twice, first at byte " + position);
    }
    position = newPosition;
  }

  /** Its distance from the beginning of the code in bytes. */
  int position() {
    if (position == UNBOUND) {
      throw new IllegalStateException("a label is used and never bound");
    }
    return position;
  }
}
