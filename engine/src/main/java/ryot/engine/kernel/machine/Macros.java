package ryot.engine.kernel.machine;

import static ryot.engine.kernel.machine.Gp.RAX;

/** Short runs of instructions that several listings have in common. */
final class Macros {
  private final Assembler a;
  private final Level level;

  /** Macros that write to {@code a}, for vectors of {@code level}. */
  Macros(Assembler a, Level level) {
    this.a = a;
    this.level = level;
  }

  /** How two vectors become one: {@code into = into op other}. */
  interface Fold {
    void emit(Vec into, Vec other);
  }

  /** Fills each lane of {@code register} with {@code bits}; overwrites RAX. */
  void fill(Vec register, int bits) {
    a.movl(RAX, bits);
    a.vmovd(register.xmm(), RAX);
    a.vpbroadcastd(register, register.xmm());
  }

  /**
   * Folds all lanes of {@code vector} into each of its lowest four, always in the same order;
   * overwrites {@code spare}.
   */
  void fold(Vec vector, Vec spare, Fold fold) {
    if (level == Level.AVX512) {
      a.vextractf64x4(spare.ymm(), vector, 1);
      fold.emit(vector.ymm(), spare.ymm());
    }
    Vec into = vector.xmm();
    Vec other = spare.xmm();
    a.vextractf128(other, vector.ymm(), 1);
    fold.emit(into, other);
    a.vpermilps(other, into, 0x4E);
    fold.emit(into, other);
    a.vpermilps(other, into, 0xB1);
    fold.emit(into, other);
  }
}
