package ryot.engine.kernel.machine;

import static ryot.engine.kernel.machine.Opcode.OpcodeMap.M0F;
import static ryot.engine.kernel.machine.Opcode.OpcodeMap.M0F38;
import static ryot.engine.kernel.machine.Opcode.OpcodeMap.M0F3A;
import static ryot.engine.kernel.machine.Opcode.Prefix.NP;
import static ryot.engine.kernel.machine.Opcode.Prefix.P66;
import static ryot.engine.kernel.machine.Opcode.Prefix.PF2;
import static ryot.engine.kernel.machine.Opcode.Prefix.PF3;
import static ryot.engine.kernel.machine.Opcode.Tuple.DWORD;
import static ryot.engine.kernel.machine.Opcode.Tuple.QWORD;
import static ryot.engine.kernel.machine.Opcode.Tuple.VECTOR;
import static ryot.engine.kernel.machine.Opcode.Tuple.WORD;
import static ryot.engine.kernel.machine.Opcode.W.W0;
import static ryot.engine.kernel.machine.Opcode.W.W1;
import static ryot.engine.kernel.machine.Opcode.evex;
import static ryot.engine.kernel.machine.Opcode.vex;

/** Instructions on mask registers; {@code w}, {@code d}, {@code q}: 16, 32 or 64 bits of them. */
sealed interface MaskInstructions permits Assembler {

  /** Where instructions with a vector prefix go. */
  VectorEncoder vector();

  default void kmovw(Mask dst, Mask src) {
    vector().masks(vex(NP, M0F, W0, 0x90, WORD), dst, src);
  }

  default void kmovw(Mask dst, Mem src) {
    vector().masks(vex(NP, M0F, W0, 0x90, WORD), dst, src);
  }

  default void kmovw(Mem dst, Mask src) {
    vector().masks(vex(NP, M0F, W0, 0x91, WORD), src, dst);
  }

  default void kmovw(Mask dst, Gp src) {
    vector().masks(vex(NP, M0F, W0, 0x92, WORD), dst, src);
  }

  default void kmovw(Gp dst, Mask src) {
    vector().masks(vex(NP, M0F, W0, 0x93, WORD), dst, src);
  }

  default void kmovd(Mask dst, Mask src) {
    vector().masks(vex(P66, M0F, W1, 0x90, DWORD), dst, src);
  }

  default void kmovd(Mask dst, Mem src) {
    vector().masks(vex(P66, M0F, W1, 0x90, DWORD), dst, src);
  }

  default void kmovd(Mem dst, Mask src) {
    vector().masks(vex(P66, M0F, W1, 0x91, DWORD), src, dst);
  }

  default void kmovd(Mask dst, Gp src) {
    vector().masks(vex(PF2, M0F, W0, 0x92, DWORD), dst, src);
  }

  default void kmovd(Gp dst, Mask src) {
    vector().masks(vex(PF2, M0F, W0, 0x93, DWORD), dst, src);
  }

  default void kmovq(Mask dst, Mask src) {
    vector().masks(vex(NP, M0F, W1, 0x90, QWORD), dst, src);
  }

  default void kmovq(Mask dst, Mem src) {
    vector().masks(vex(NP, M0F, W1, 0x90, QWORD), dst, src);
  }

  default void kmovq(Mem dst, Mask src) {
    vector().masks(vex(NP, M0F, W1, 0x91, QWORD), src, dst);
  }

  default void kmovq(Mask dst, Gp src) {
    vector().masks(vex(PF2, M0F, W1, 0x92, QWORD), dst, src);
  }

  default void kmovq(Gp dst, Mask src) {
    vector().masks(vex(PF2, M0F, W1, 0x93, QWORD), dst, src);
  }

  default void kandw(Mask dst, Mask a, Mask b) {
    vector().masks(vex(NP, M0F, W0, 0x41, VECTOR), dst, a, b);
  }

  default void kandd(Mask dst, Mask a, Mask b) {
    vector().masks(vex(P66, M0F, W1, 0x41, VECTOR), dst, a, b);
  }

  default void kandq(Mask dst, Mask a, Mask b) {
    vector().masks(vex(NP, M0F, W1, 0x41, VECTOR), dst, a, b);
  }

  /** {@code ~a & b}. */
  default void kandnw(Mask dst, Mask a, Mask b) {
    vector().masks(vex(NP, M0F, W0, 0x42, VECTOR), dst, a, b);
  }

  /** {@code ~a & b}. */
  default void kandnd(Mask dst, Mask a, Mask b) {
    vector().masks(vex(P66, M0F, W1, 0x42, VECTOR), dst, a, b);
  }

  /** {@code ~a & b}. */
  default void kandnq(Mask dst, Mask a, Mask b) {
    vector().masks(vex(NP, M0F, W1, 0x42, VECTOR), dst, a, b);
  }

  default void korw(Mask dst, Mask a, Mask b) {
    vector().masks(vex(NP, M0F, W0, 0x45, VECTOR), dst, a, b);
  }

  default void kord(Mask dst, Mask a, Mask b) {
    vector().masks(vex(P66, M0F, W1, 0x45, VECTOR), dst, a, b);
  }

  default void korq(Mask dst, Mask a, Mask b) {
    vector().masks(vex(NP, M0F, W1, 0x45, VECTOR), dst, a, b);
  }

  default void kxnorw(Mask dst, Mask a, Mask b) {
    vector().masks(vex(NP, M0F, W0, 0x46, VECTOR), dst, a, b);
  }

  default void kxnord(Mask dst, Mask a, Mask b) {
    vector().masks(vex(P66, M0F, W1, 0x46, VECTOR), dst, a, b);
  }

  default void kxnorq(Mask dst, Mask a, Mask b) {
    vector().masks(vex(NP, M0F, W1, 0x46, VECTOR), dst, a, b);
  }

  default void kxorw(Mask dst, Mask a, Mask b) {
    vector().masks(vex(NP, M0F, W0, 0x47, VECTOR), dst, a, b);
  }

  default void kxord(Mask dst, Mask a, Mask b) {
    vector().masks(vex(P66, M0F, W1, 0x47, VECTOR), dst, a, b);
  }

  default void kxorq(Mask dst, Mask a, Mask b) {
    vector().masks(vex(NP, M0F, W1, 0x47, VECTOR), dst, a, b);
  }

  default void kaddw(Mask dst, Mask a, Mask b) {
    vector().masks(vex(NP, M0F, W0, 0x4A, VECTOR), dst, a, b);
  }

  default void kaddd(Mask dst, Mask a, Mask b) {
    vector().masks(vex(P66, M0F, W1, 0x4A, VECTOR), dst, a, b);
  }

  default void kaddq(Mask dst, Mask a, Mask b) {
    vector().masks(vex(NP, M0F, W1, 0x4A, VECTOR), dst, a, b);
  }

  /** {@code b} into the low byte, {@code a} into the next. */
  default void kunpckbw(Mask dst, Mask a, Mask b) {
    vector().masks(vex(P66, M0F, W0, 0x4B, VECTOR), dst, a, b);
  }

  default void knotw(Mask dst, Mask src) {
    vector().masks(vex(NP, M0F, W0, 0x44, VECTOR), dst, src);
  }

  /** ZF: all bits of both are zero; CF: all bits are one in either. */
  default void kortestw(Mask a, Mask b) {
    vector().masks(vex(NP, M0F, W0, 0x98, VECTOR), a, b);
  }

  default void knotd(Mask dst, Mask src) {
    vector().masks(vex(P66, M0F, W1, 0x44, VECTOR), dst, src);
  }

  /** ZF: all bits of both are zero; CF: all bits are one in either. */
  default void kortestd(Mask a, Mask b) {
    vector().masks(vex(P66, M0F, W1, 0x98, VECTOR), a, b);
  }

  default void knotq(Mask dst, Mask src) {
    vector().masks(vex(NP, M0F, W1, 0x44, VECTOR), dst, src);
  }

  /** ZF: all bits of both are zero; CF: all bits are one in either. */
  default void kortestq(Mask a, Mask b) {
    vector().masks(vex(NP, M0F, W1, 0x98, VECTOR), a, b);
  }

  default void kshiftrw(Mask dst, Mask src, int count) {
    vector().masks(vex(P66, M0F3A, W1, 0x30, VECTOR), dst, src, count);
  }

  default void kshiftrd(Mask dst, Mask src, int count) {
    vector().masks(vex(P66, M0F3A, W0, 0x31, VECTOR), dst, src, count);
  }

  default void kshiftrq(Mask dst, Mask src, int count) {
    vector().masks(vex(P66, M0F3A, W1, 0x31, VECTOR), dst, src, count);
  }

  default void kshiftlw(Mask dst, Mask src, int count) {
    vector().masks(vex(P66, M0F3A, W1, 0x32, VECTOR), dst, src, count);
  }

  default void kshiftld(Mask dst, Mask src, int count) {
    vector().masks(vex(P66, M0F3A, W0, 0x33, VECTOR), dst, src, count);
  }

  default void kshiftlq(Mask dst, Mask src, int count) {
    vector().masks(vex(P66, M0F3A, W1, 0x33, VECTOR), dst, src, count);
  }

  default void vpmovm2b(Vec dst, Mask src) {
    vector().rk(evex(PF3, M0F38, W0, 0x28, VECTOR).unmasked(), dst, src);
  }

  default void vpmovm2d(Vec dst, Mask src) {
    vector().rk(evex(PF3, M0F38, W0, 0x38, VECTOR).unmasked(), dst, src);
  }

  default void vpmovb2m(Mask dst, Vec src) {
    vector().rm(evex(PF3, M0F38, W0, 0x29, VECTOR), dst.number(), src);
  }

  default void vpmovd2m(Mask dst, Vec src) {
    vector().rm(evex(PF3, M0F38, W0, 0x39, VECTOR), dst.number(), src);
  }
}
