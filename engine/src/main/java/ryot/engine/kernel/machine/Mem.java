package ryot.engine.kernel.machine;

import org.jspecify.annotations.Nullable;

/**
 * An operand in memory: {@code [base + index * scale + disp]}, or data beside the code.
 *
 * @param base the register that holds an address; {@code null} exactly if there is a {@code label}
 * @param index added {@code scale} times; {@code null}: none. RSP cannot be encoded as one
 * @param scale 1, 2, 4 or 8
 * @param disp bytes, signed
 * @param broadcasts whether one element is read and repeated ({@code {1to16}}; AVX-512)
 * @param label a place in the same code, addressed relative to RIP
 */
record Mem(
    @Nullable Gp base,
    @Nullable Gp index,
    int scale,
    int disp,
    boolean broadcasts,
    @Nullable Label label)
    implements VecOrMem {
  Mem {
    if ((base == null) == (label == null)) {
      throw new IllegalArgumentException("an address has a base or a label, never both");
    }
    if (label != null && index != null) {
      throw new IllegalArgumentException("an address relative to RIP has no index");
    }
    requireIndexable(index, scale);
  }

  private static void requireIndexable(@Nullable Gp index, int scale) {
    if (index == Gp.RSP) {
      throw new IllegalArgumentException("rsp cannot be an index: its number means no index");
    }
    requireScale(scale);
  }

  static void requireScale(int scale) {
    if (scale != 1 && scale != 2 && scale != 4 && scale != 8) {
      throw new IllegalArgumentException("an index times " + scale + ": 1, 2, 4 or 8");
    }
  }

  static Mem at(Gp base) {
    return at(base, 0);
  }

  static Mem at(Gp base, int disp) {
    return new Mem(base, null, 1, disp, false, null);
  }

  static Mem at(Gp base, Gp index, int scale, int disp) {
    return new Mem(base, index, scale, disp, false, null);
  }

  /** Data that the same {@link Assembler} places, as by {@link Assembler#dd}. */
  static Mem at(Label label) {
    return new Mem(null, null, 1, 0, false, label);
  }

  /** The same address, of which one element is read and repeated; AVX-512 instructions only. */
  Mem broadcast() {
    return new Mem(base, index, scale, disp, true, label);
  }

  /** The operand that many bytes further on. */
  Mem plus(int bytes) {
    return new Mem(base, index, scale, Math.addExact(disp, bytes), broadcasts, label);
  }

  /** Assembly text, such as {@code [rax+rcx*4-0x20]}. */
  @Override
  public String toString() {
    String text = base == null ? "rip" : base.toString();
    if (index != null) {
      text += "+" + index + "*" + scale;
    }
    return "[" + text + signed(disp) + "]" + (broadcasts ? "{bcst}" : "");
  }

  static String signed(int disp) {
    return disp == 0
        ? ""
        : disp < 0 ? "-0x" + Integer.toHexString(-disp) : "+0x" + Integer.toHexString(disp);
  }
}
