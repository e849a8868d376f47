package ryot.engine.kernel.machine;

/**
 * Many elements in memory at once, each at {@code base + index[i] * scale + disp}.
 *
 * @param base the register that holds an address
 * @param index a signed offset for each element
 * @param scale 1, 2, 4 or 8
 * @param disp bytes, signed
 */
record Gathered(Gp base, Vec index, int scale, int disp) {
  Gathered {
    Mem.requireScale(scale);
  }

  /** Assembly text, such as {@code [rax+ymm1*4+0x20]}. */
  @Override
  public String toString() {
    return "[" + base + "+" + index + "*" + scale + Mem.signed(disp) + "]";
  }
}
