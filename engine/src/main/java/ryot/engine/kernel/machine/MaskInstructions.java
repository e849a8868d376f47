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
    vector().numbers(vex(NP, M0F, W0, 0x90, WORD), 128, dst.number(), 0, src.number());
  }

  default void kmovw(Mask dst, Mem src) {
    vector().numbers(vex(NP, M0F, W0, 0x90, WORD), 128, dst.number(), 0, src);
  }

  default void kmovw(Mem dst, Mask src) {
    vector().numbers(vex(NP, M0F, W0, 0x91, WORD), 128, src.number(), 0, dst);
  }

  default void kmovw(Mask dst, Gp src) {
    vector().numbers(vex(NP, M0F, W0, 0x92, WORD), 128, dst.number(), 0, src.number());
  }

  default void kmovw(Gp dst, Mask src) {
    vector().numbers(vex(NP, M0F, W0, 0x93, WORD), 128, dst.number(), 0, src.number());
  }

  default void kmovd(Mask dst, Mask src) {
    vector().numbers(vex(P66, M0F, W1, 0x90, DWORD), 128, dst.number(), 0, src.number());
  }

  default void kmovd(Mask dst, Mem src) {
    vector().numbers(vex(P66, M0F, W1, 0x90, DWORD), 128, dst.number(), 0, src);
  }

  default void kmovd(Mem dst, Mask src) {
    vector().numbers(vex(P66, M0F, W1, 0x91, DWORD), 128, src.number(), 0, dst);
  }

  default void kmovd(Mask dst, Gp src) {
    vector().numbers(vex(PF2, M0F, W0, 0x92, DWORD), 128, dst.number(), 0, src.number());
  }

  default void kmovd(Gp dst, Mask src) {
    vector().numbers(vex(PF2, M0F, W0, 0x93, DWORD), 128, dst.number(), 0, src.number());
  }

  default void kmovq(Mask dst, Mask src) {
    vector().numbers(vex(NP, M0F, W1, 0x90, QWORD), 128, dst.number(), 0, src.number());
  }

  default void kmovq(Mask dst, Mem src) {
    vector().numbers(vex(NP, M0F, W1, 0x90, QWORD), 128, dst.number(), 0, src);
  }

  default void kmovq(Mem dst, Mask src) {
    vector().numbers(vex(NP, M0F, W1, 0x91, QWORD), 128, src.number(), 0, dst);
  }

  default void kmovq(Mask dst, Gp src) {
    vector().numbers(vex(PF2, M0F, W1, 0x92, QWORD), 128, dst.number(), 0, src.number());
  }

  default void kmovq(Gp dst, Mask src) {
    vector().numbers(vex(PF2, M0F, W1, 0x93, QWORD), 128, dst.number(), 0, src.number());
  }

  default void kandw(Mask dst, Mask a, Mask b) {
    vector().numbers(vex(NP, M0F, W0, 0x41, VECTOR), 256, dst.number(), a.number(), b.number());
  }

  default void kandd(Mask dst, Mask a, Mask b) {
    vector().numbers(vex(P66, M0F, W1, 0x41, VECTOR), 256, dst.number(), a.number(), b.number());
  }

  default void kandq(Mask dst, Mask a, Mask b) {
    vector().numbers(vex(NP, M0F, W1, 0x41, VECTOR), 256, dst.number(), a.number(), b.number());
  }

  /** {@code ~a & b}. */
  default void kandnw(Mask dst, Mask a, Mask b) {
    vector().numbers(vex(NP, M0F, W0, 0x42, VECTOR), 256, dst.number(), a.number(), b.number());
  }

  /** {@code ~a & b}. */
  default void kandnd(Mask dst, Mask a, Mask b) {
    vector().numbers(vex(P66, M0F, W1, 0x42, VECTOR), 256, dst.number(), a.number(), b.number());
  }

  /** {@code ~a & b}. */
  default void kandnq(Mask dst, Mask a, Mask b) {
    vector().numbers(vex(NP, M0F, W1, 0x42, VECTOR), 256, dst.number(), a.number(), b.number());
  }

  default void korw(Mask dst, Mask a, Mask b) {
    vector().numbers(vex(NP, M0F, W0, 0x45, VECTOR), 256, dst.number(), a.number(), b.number());
  }

  default void kord(Mask dst, Mask a, Mask b) {
    vector().numbers(vex(P66, M0F, W1, 0x45, VECTOR), 256, dst.number(), a.number(), b.number());
  }

  default void korq(Mask dst, Mask a, Mask b) {
    vector().numbers(vex(NP, M0F, W1, 0x45, VECTOR), 256, dst.number(), a.number(), b.number());
  }

  default void kxnorw(Mask dst, Mask a, Mask b) {
    vector().numbers(vex(NP, M0F, W0, 0x46, VECTOR), 256, dst.number(), a.number(), b.number());
  }

  default void kxnord(Mask dst, Mask a, Mask b) {
    vector().numbers(vex(P66, M0F, W1, 0x46, VECTOR), 256, dst.number(), a.number(), b.number());
  }

  default void kxnorq(Mask dst, Mask a, Mask b) {
    vector().numbers(vex(NP, M0F, W1, 0x46, VECTOR), 256, dst.number(), a.number(), b.number());
  }

  default void kxorw(Mask dst, Mask a, Mask b) {
    vector().numbers(vex(NP, M0F, W0, 0x47, VECTOR), 256, dst.number(), a.number(), b.number());
  }

  default void kxord(Mask dst, Mask a, Mask b) {
    vector().numbers(vex(P66, M0F, W1, 0x47, VECTOR), 256, dst.number(), a.number(), b.number());
  }

  default void kxorq(Mask dst, Mask a, Mask b) {
    vector().numbers(vex(NP, M0F, W1, 0x47, VECTOR), 256, dst.number(), a.number(), b.number());
  }

  default void kaddw(Mask dst, Mask a, Mask b) {
    vector().numbers(vex(NP, M0F, W0, 0x4A, VECTOR), 256, dst.number(), a.number(), b.number());
  }

  default void kaddd(Mask dst, Mask a, Mask b) {
    vector().numbers(vex(P66, M0F, W1, 0x4A, VECTOR), 256, dst.number(), a.number(), b.number());
  }

  default void kaddq(Mask dst, Mask a, Mask b) {
    vector().numbers(vex(NP, M0F, W1, 0x4A, VECTOR), 256, dst.number(), a.number(), b.number());
  }

  /** {@code b} into the low byte, {@code a} into the next. */
  default void kunpckbw(Mask dst, Mask a, Mask b) {
    vector().numbers(vex(P66, M0F, W0, 0x4B, VECTOR), 256, dst.number(), a.number(), b.number());
  }

  default void knotw(Mask dst, Mask src) {
    vector().numbers(vex(NP, M0F, W0, 0x44, VECTOR), 128, dst.number(), 0, src.number());
  }

  /** ZF: all bits of both are zero; CF: all bits are one in either. */
  default void kortestw(Mask a, Mask b) {
    vector().numbers(vex(NP, M0F, W0, 0x98, VECTOR), 128, a.number(), 0, b.number());
  }

  default void knotd(Mask dst, Mask src) {
    vector().numbers(vex(P66, M0F, W1, 0x44, VECTOR), 128, dst.number(), 0, src.number());
  }

  /** ZF: all bits of both are zero; CF: all bits are one in either. */
  default void kortestd(Mask a, Mask b) {
    vector().numbers(vex(P66, M0F, W1, 0x98, VECTOR), 128, a.number(), 0, b.number());
  }

  default void knotq(Mask dst, Mask src) {
    vector().numbers(vex(NP, M0F, W1, 0x44, VECTOR), 128, dst.number(), 0, src.number());
  }

  /** ZF: all bits of both are zero; CF: all bits are one in either. */
  default void kortestq(Mask a, Mask b) {
    vector().numbers(vex(NP, M0F, W1, 0x98, VECTOR), 128, a.number(), 0, b.number());
  }

  default void kshiftrw(Mask dst, Mask src, int count) {
    vector().numbersi(vex(P66, M0F3A, W1, 0x30, VECTOR), 128, dst.number(), 0, src.number(), count);
  }

  default void kshiftrd(Mask dst, Mask src, int count) {
    vector().numbersi(vex(P66, M0F3A, W0, 0x31, VECTOR), 128, dst.number(), 0, src.number(), count);
  }

  default void kshiftrq(Mask dst, Mask src, int count) {
    vector().numbersi(vex(P66, M0F3A, W1, 0x31, VECTOR), 128, dst.number(), 0, src.number(), count);
  }

  default void kshiftlw(Mask dst, Mask src, int count) {
    vector().numbersi(vex(P66, M0F3A, W1, 0x32, VECTOR), 128, dst.number(), 0, src.number(), count);
  }

  default void kshiftld(Mask dst, Mask src, int count) {
    vector().numbersi(vex(P66, M0F3A, W0, 0x33, VECTOR), 128, dst.number(), 0, src.number(), count);
  }

  default void kshiftlq(Mask dst, Mask src, int count) {
    vector().numbersi(vex(P66, M0F3A, W1, 0x33, VECTOR), 128, dst.number(), 0, src.number(), count);
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
