package ryot.engine.kernel.machine;

import org.jspecify.annotations.Nullable;

/**
 * The bytes that name two operands: ModRM, SIB and displacement (Intel manual volume 2, section
 * 2.1). Registers are numbers, of which the low three bits go here; the others are in a prefix.
 */
final class Addressing {
  /** In ModRM: a SIB byte follows; in SIB: no index. */
  private static final int SIB = 4;

  /** In ModRM without displacement, in place of RBP: a distance from the next instruction. */
  private static final int RIP = 5;

  private final CodeBuffer code;

  Addressing(CodeBuffer code) {
    this.code = code;
  }

  /** Register and register. */
  void modRm(int reg, int rm) {
    code.u8(join(3, reg, rm));
  }

  /**
   * Register and memory.
   *
   * @param unit bytes that a displacement of eight bits counts in
   * @param trailing bytes of an immediate that follows
   */
  void modRm(int reg, Mem rm, int unit, int trailing) {
    Gp base = rm.base();
    Label label = rm.label();
    if (label != null) {
      code.u8(join(0, reg, RIP));
      code.distance(label, rm.disp(), trailing);
    } else if (rm.index() == null && (number(base) & 7) != SIB) {
      int mode = mode(number(base), rm.disp(), unit);
      code.u8(join(mode, reg, number(base)));
      displacement(mode, rm.disp(), unit);
    } else {
      int index = rm.index() == null ? SIB : rm.index().number();
      sib(reg, number(base), index, rm.scale(), rm.disp(), unit);
    }
  }

  /** Register and memory with a base and an index, which may be a vector; numbers all. */
  void sib(int reg, int base, int index, int scale, int disp, int unit) {
    int mode = mode(base, disp, unit);
    code.u8(join(mode, reg, SIB));
    code.u8(join(Integer.numberOfTrailingZeros(scale), index, base));
    displacement(mode, disp, unit);
  }

  /** 0: no displacement, which RBP and R13 cannot have; 1: eight bits; 2: thirty-two. */
  private static int mode(int base, int disp, int unit) {
    if (disp == 0 && (base & 7) != RIP) {
      return 0;
    }
    return disp % unit == 0 && disp / unit == (byte) (disp / unit) ? 1 : 2;
  }

  private void displacement(int mode, int disp, int unit) {
    if (mode == 1) {
      code.u8(disp / unit);
    } else if (mode == 2) {
      code.u32(disp);
    }
  }

  /** Two bits, three and three, as ModRM and SIB have them. */
  private static int join(int top, int middle, int low) {
    return (top << 6) | ((middle & 7) << 3) | (low & 7);
  }

  /** Its number, or 0 for none. */
  static int number(@Nullable Gp register) {
    return register == null ? 0 : register.number();
  }
}
