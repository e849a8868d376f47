package ryot.engine.kernel.machine;

import static ryot.engine.kernel.machine.Opcode.OpcodeMap.M0F;
import static ryot.engine.kernel.machine.Opcode.OpcodeMap.M0F38;
import static ryot.engine.kernel.machine.Opcode.OpcodeMap.M0F3A;
import static ryot.engine.kernel.machine.Opcode.Prefix.NP;
import static ryot.engine.kernel.machine.Opcode.Prefix.P66;
import static ryot.engine.kernel.machine.Opcode.Prefix.PF2;
import static ryot.engine.kernel.machine.Opcode.Prefix.PF3;
import static ryot.engine.kernel.machine.Opcode.Tuple.DWORD;
import static ryot.engine.kernel.machine.Opcode.Tuple.FULL_4;
import static ryot.engine.kernel.machine.Opcode.Tuple.FULL_8;
import static ryot.engine.kernel.machine.Opcode.Tuple.QWORD;
import static ryot.engine.kernel.machine.Opcode.Tuple.VECTOR;
import static ryot.engine.kernel.machine.Opcode.W.W0;
import static ryot.engine.kernel.machine.Opcode.W.W1;
import static ryot.engine.kernel.machine.Opcode.W.WIG;
import static ryot.engine.kernel.machine.Opcode.W.WIG_W0;
import static ryot.engine.kernel.machine.Opcode.W.WIG_W1;
import static ryot.engine.kernel.machine.Opcode.either;
import static ryot.engine.kernel.machine.Opcode.evex;
import static ryot.engine.kernel.machine.Opcode.vex;

/** Arithmetic and comparison of float32, and the little of float64 that exact sums need. */
sealed interface FloatInstructions permits Assembler {

  /** Where instructions with a vector prefix go. */
  VectorEncoder vector();

  default void vaddps(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(NP, M0F, WIG_W0, 0x58, FULL_4), dst, a, b);
  }

  default void vaddss(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(PF3, M0F, WIG_W0, 0x58, DWORD).only(128), dst, a, b);
  }

  default void vmulps(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(NP, M0F, WIG_W0, 0x59, FULL_4), dst, a, b);
  }

  default void vmulss(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(PF3, M0F, WIG_W0, 0x59, DWORD).only(128), dst, a, b);
  }

  default void vsubps(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(NP, M0F, WIG_W0, 0x5C, FULL_4), dst, a, b);
  }

  default void vsubss(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(PF3, M0F, WIG_W0, 0x5C, DWORD).only(128), dst, a, b);
  }

  default void vminps(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(NP, M0F, WIG_W0, 0x5D, FULL_4), dst, a, b);
  }

  default void vminss(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(PF3, M0F, WIG_W0, 0x5D, DWORD).only(128), dst, a, b);
  }

  default void vdivps(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(NP, M0F, WIG_W0, 0x5E, FULL_4), dst, a, b);
  }

  default void vdivss(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(PF3, M0F, WIG_W0, 0x5E, DWORD).only(128), dst, a, b);
  }

  default void vmaxps(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(NP, M0F, WIG_W0, 0x5F, FULL_4), dst, a, b);
  }

  default void vmaxss(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(PF3, M0F, WIG_W0, 0x5F, DWORD).only(128), dst, a, b);
  }

  default void vaddpd(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG_W1, 0x58, FULL_8), dst, a, b);
  }

  default void vaddsd(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(PF2, M0F, WIG_W1, 0x58, QWORD).only(128), dst, a, b);
  }

  default void vmulpd(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG_W1, 0x59, FULL_8), dst, a, b);
  }

  default void vmulsd(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(PF2, M0F, WIG_W1, 0x59, QWORD).only(128), dst, a, b);
  }

  default void vsubpd(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG_W1, 0x5C, FULL_8), dst, a, b);
  }

  default void vsubsd(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(PF2, M0F, WIG_W1, 0x5C, QWORD).only(128), dst, a, b);
  }

  default void vdivsd(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(PF2, M0F, WIG_W1, 0x5E, QWORD).only(128), dst, a, b);
  }

  default void vsqrtps(Vec dst, VecOrMem src) {
    vector().rm(either(NP, M0F, WIG_W0, 0x51, FULL_4), dst, src);
  }

  default void vsqrtss(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(PF3, M0F, WIG_W0, 0x51, DWORD).only(128), dst, a, b);
  }

  default void vsqrtsd(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(PF2, M0F, WIG_W1, 0x51, QWORD).only(128), dst, a, b);
  }

  default void vandps(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(NP, M0F, WIG_W0, 0x54, FULL_4), dst, a, b);
  }

  default void vandnps(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(NP, M0F, WIG_W0, 0x55, FULL_4), dst, a, b);
  }

  default void vorps(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(NP, M0F, WIG_W0, 0x56, FULL_4), dst, a, b);
  }

  default void vxorps(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(NP, M0F, WIG_W0, 0x57, FULL_4), dst, a, b);
  }

  default void vfmadd132ps(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W0, 0x98, FULL_4), dst, a, b);
  }

  default void vfmadd132ss(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W0, 0x99, DWORD).only(128), dst, a, b);
  }

  default void vfmadd213ps(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W0, 0xA8, FULL_4), dst, a, b);
  }

  default void vfmadd213ss(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W0, 0xA9, DWORD).only(128), dst, a, b);
  }

  default void vfmadd231ps(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W0, 0xB8, FULL_4), dst, a, b);
  }

  default void vfmadd231ss(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W0, 0xB9, DWORD).only(128), dst, a, b);
  }

  default void vfmsub132ps(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W0, 0x9A, FULL_4), dst, a, b);
  }

  default void vfmsub132ss(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W0, 0x9B, DWORD).only(128), dst, a, b);
  }

  default void vfmsub213ps(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W0, 0xAA, FULL_4), dst, a, b);
  }

  default void vfmsub213ss(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W0, 0xAB, DWORD).only(128), dst, a, b);
  }

  default void vfmsub231ps(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W0, 0xBA, FULL_4), dst, a, b);
  }

  default void vfmsub231ss(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W0, 0xBB, DWORD).only(128), dst, a, b);
  }

  default void vfnmadd132ps(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W0, 0x9C, FULL_4), dst, a, b);
  }

  default void vfnmadd132ss(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W0, 0x9D, DWORD).only(128), dst, a, b);
  }

  default void vfnmadd213ps(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W0, 0xAC, FULL_4), dst, a, b);
  }

  default void vfnmadd213ss(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W0, 0xAD, DWORD).only(128), dst, a, b);
  }

  default void vfnmadd231ps(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W0, 0xBC, FULL_4), dst, a, b);
  }

  default void vfnmadd231ss(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W0, 0xBD, DWORD).only(128), dst, a, b);
  }

  default void vfnmsub132ps(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W0, 0x9E, FULL_4), dst, a, b);
  }

  default void vfnmsub132ss(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W0, 0x9F, DWORD).only(128), dst, a, b);
  }

  default void vfnmsub213ps(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W0, 0xAE, FULL_4), dst, a, b);
  }

  default void vfnmsub213ss(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W0, 0xAF, DWORD).only(128), dst, a, b);
  }

  default void vfnmsub231ps(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W0, 0xBE, FULL_4), dst, a, b);
  }

  default void vfnmsub231ss(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W0, 0xBF, DWORD).only(128), dst, a, b);
  }

  default void vfmadd231pd(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W1, 0xB8, FULL_8), dst, a, b);
  }

  default void vfmadd231sd(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W1, 0xB9, QWORD).only(128), dst, a, b);
  }

  /** Relative error up to 1.5 / 4096. */
  default void vrcpps(Vec dst, VecOrMem src) {
    vector().rm(vex(NP, M0F, WIG, 0x53, VECTOR), dst, src);
  }

  /** Relative error up to 1.5 / 4096. */
  default void vrsqrtps(Vec dst, VecOrMem src) {
    vector().rm(vex(NP, M0F, WIG, 0x52, VECTOR), dst, src);
  }

  /** Relative error below 1 / 16384. */
  default void vrcp14ps(Vec dst, VecOrMem src) {
    vector().rm(evex(P66, M0F38, W0, 0x4C, FULL_4), dst, src);
  }

  /** Relative error below 1 / 16384. */
  default void vrsqrt14ps(Vec dst, VecOrMem src) {
    vector().rm(evex(P66, M0F38, W0, 0x4E, FULL_4), dst, src);
  }

  /** {@code imm} 0: to nearest even; 1: down; 2: up; 3: towards zero; plus 8: no exceptions. */
  default void vroundps(Vec dst, VecOrMem src, int imm) {
    vector().rmi(vex(P66, M0F3A, WIG, 0x08, VECTOR), dst, src, imm);
  }

  /** As {@link #vroundps}, keeping {@code imm >> 4} binary places. */
  default void vrndscaleps(Vec dst, VecOrMem src, int imm) {
    vector().rmi(evex(P66, M0F3A, W0, 0x08, FULL_4), dst, src, imm);
  }

  /** {@code a} times 2 to the floor of {@code b}. */
  default void vscalefps(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(evex(P66, M0F38, W0, 0x2C, FULL_4), dst, a, b);
  }

  default void vgetexpps(Vec dst, VecOrMem src) {
    vector().rm(evex(P66, M0F38, W0, 0x42, FULL_4), dst, src);
  }

  default void vgetmantps(Vec dst, VecOrMem src, int imm) {
    vector().rmi(evex(P66, M0F3A, W0, 0x26, FULL_4), dst, src, imm);
  }

  /** What {@link #vrndscaleps} takes away. */
  default void vreduceps(Vec dst, VecOrMem src, int imm) {
    vector().rmi(evex(P66, M0F3A, W0, 0x56, FULL_4), dst, src, imm);
  }

  /**
   * All bits of an element set where it holds; {@code imm} 0: equal, 1: less, 2: less or equal, 4
   * to 6: their opposites.
   */
  default void vcmpps(Vec dst, Vec a, VecOrMem b, int imm) {
    vector().rvmi(vex(NP, M0F, WIG, 0xC2, VECTOR), dst, a, b, imm);
  }

  /** The same into a mask. */
  default void vcmpps(Mask dst, Vec a, VecOrMem b, int imm) {
    vector().krvmi(evex(NP, M0F, W0, 0xC2, FULL_4), dst, a, b, imm);
  }

  /** Sets the flags as an unsigned comparison does. */
  default void vucomiss(Vec dst, VecOrMem src) {
    vector().rm(either(NP, M0F, WIG_W0, 0x2E, DWORD).only(128).unmasked(), dst, src);
  }

  /** Sums of neighbours. */
  default void vhaddps(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(vex(PF2, M0F, WIG, 0x7C, VECTOR), dst, a, b);
  }

  default void vdpps(Vec dst, Vec a, VecOrMem b, int imm) {
    vector().rvmi(vex(P66, M0F3A, WIG, 0x40, VECTOR), dst, a, b, imm);
  }

  /** Sets the flags from the sign bits. */
  default void vtestps(Vec dst, VecOrMem src) {
    vector().rm(vex(P66, M0F38, W0, 0x0E, VECTOR), dst, src);
  }

  default void vmovmskps(Gp dst, Vec src) {
    vector().rm(vex(NP, M0F, WIG, 0x50, VECTOR), dst.number(), src);
  }

  /** AVX512_BF16: adds to {@code dst} the products of pairs of bfloat16. */
  default void vdpbf16ps(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(evex(PF3, M0F38, W0, 0x52, FULL_4), dst, a, b);
  }
}
