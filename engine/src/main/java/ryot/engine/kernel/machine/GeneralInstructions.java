package ryot.engine.kernel.machine;

import static ryot.engine.kernel.machine.GeneralEncoder.Size.B;
import static ryot.engine.kernel.machine.GeneralEncoder.Size.L;
import static ryot.engine.kernel.machine.GeneralEncoder.Size.Q;
import static ryot.engine.kernel.machine.GeneralEncoder.Size.W;
import static ryot.engine.kernel.machine.Opcode.OpcodeMap.M0F38;
import static ryot.engine.kernel.machine.Opcode.Prefix.NP;
import static ryot.engine.kernel.machine.Opcode.Prefix.P66;
import static ryot.engine.kernel.machine.Opcode.Prefix.PF2;
import static ryot.engine.kernel.machine.Opcode.Prefix.PF3;
import static ryot.engine.kernel.machine.Opcode.Tuple.QWORD;
import static ryot.engine.kernel.machine.Opcode.W.W1;
import static ryot.engine.kernel.machine.Opcode.vex;

/**
 * Instructions on general registers: 64 bits wide, or 32 where the name ends in {@code l}, the
 * upper half of the destination then becoming zero.
 */
sealed interface GeneralInstructions permits Assembler {

  /** Where instructions on general registers go. */
  GeneralEncoder general();

  /** Where instructions with a vector prefix go. */
  VectorEncoder vector();

  default void mov(Gp dst, Gp src) {
    general().rm(Q, 0x8B, dst.number(), src);
  }

  default void mov(Gp dst, Mem src) {
    general().rm(Q, 0x8B, dst.number(), src);
  }

  default void mov(Mem dst, Gp src) {
    general().rm(Q, 0x89, src.number(), dst);
  }

  /** The shortest of three forms: 32 bits zero-extended, 32 bits sign-extended, 64 bits. */
  default void mov(Gp dst, long value) {
    if (value == (value & 0xFFFF_FFFFL)) {
      movl(dst, (int) value);
    } else if (value == (int) value) {
      general().rmi(Q, 0xC7, 0, dst, (int) value);
    } else {
      general().oi(0xB8, dst, value);
    }
  }

  /** Eight bytes from a sign-extended constant. */
  default void mov(Mem dst, int value) {
    general().rmi(Q, 0xC7, 0, dst, value);
  }

  default void movl(Gp dst, Gp src) {
    general().rm(L, 0x8B, dst.number(), src);
  }

  default void movl(Gp dst, Mem src) {
    general().rm(L, 0x8B, dst.number(), src);
  }

  default void movl(Mem dst, Gp src) {
    general().rm(L, 0x89, src.number(), dst);
  }

  default void movl(Gp dst, int value) {
    general().oi(0xB8, dst, value);
  }

  default void movl(Mem dst, int value) {
    general().rmi(L, 0xC7, 0, dst, value);
  }

  default void movw(Mem dst, Gp src) {
    general().rm(W, 0x89, src.number(), dst);
  }

  default void movb(Mem dst, Gp src) {
    general().rm(B, 0x88, src.number(), dst);
  }

  /** {@code movzx} of a byte. */
  default void movzxb(Gp dst, Mem src) {
    general().rm(L, 0x0FB6, dst.number(), src);
  }

  /** {@code movzx} of two bytes. */
  default void movzxw(Gp dst, Mem src) {
    general().rm(L, 0x0FB7, dst.number(), src);
  }

  /** {@code movzx} of the low two bytes. */
  default void movzxw(Gp dst, Gp src) {
    general().rm(L, 0x0FB7, dst.number(), src);
  }

  /** {@code movsx} of a byte. */
  default void movsxb(Gp dst, Mem src) {
    general().rm(Q, 0x0FBE, dst.number(), src);
  }

  /** {@code movsx} of two bytes. */
  default void movsxw(Gp dst, Mem src) {
    general().rm(Q, 0x0FBF, dst.number(), src);
  }

  default void movsxd(Gp dst, Gp src) {
    general().rm(Q, 0x63, dst.number(), src);
  }

  default void movsxd(Gp dst, Mem src) {
    general().rm(Q, 0x63, dst.number(), src);
  }

  default void lea(Gp dst, Mem src) {
    general().rm(Q, 0x8D, dst.number(), src);
  }

  default void add(Gp dst, Gp src) {
    general().rm(Q, 0x03, dst.number(), src);
  }

  default void add(Gp dst, Mem src) {
    general().rm(Q, 0x03, dst.number(), src);
  }

  default void add(Mem dst, Gp src) {
    general().rm(Q, 0x01, src.number(), dst);
  }

  default void add(Gp dst, int value) {
    general().arithmetic(Q, 0, dst, value);
  }

  default void add(Mem dst, int value) {
    general().arithmetic(Q, 0, dst, value);
  }

  default void addl(Gp dst, Gp src) {
    general().rm(L, 0x03, dst.number(), src);
  }

  default void addl(Gp dst, Mem src) {
    general().rm(L, 0x03, dst.number(), src);
  }

  default void addl(Gp dst, int value) {
    general().arithmetic(L, 0, dst, value);
  }

  default void or(Gp dst, Gp src) {
    general().rm(Q, 0x0B, dst.number(), src);
  }

  default void or(Gp dst, Mem src) {
    general().rm(Q, 0x0B, dst.number(), src);
  }

  default void or(Mem dst, Gp src) {
    general().rm(Q, 0x09, src.number(), dst);
  }

  default void or(Gp dst, int value) {
    general().arithmetic(Q, 1, dst, value);
  }

  default void or(Mem dst, int value) {
    general().arithmetic(Q, 1, dst, value);
  }

  default void orl(Gp dst, Gp src) {
    general().rm(L, 0x0B, dst.number(), src);
  }

  default void orl(Gp dst, Mem src) {
    general().rm(L, 0x0B, dst.number(), src);
  }

  default void orl(Gp dst, int value) {
    general().arithmetic(L, 1, dst, value);
  }

  default void and(Gp dst, Gp src) {
    general().rm(Q, 0x23, dst.number(), src);
  }

  default void and(Gp dst, Mem src) {
    general().rm(Q, 0x23, dst.number(), src);
  }

  default void and(Mem dst, Gp src) {
    general().rm(Q, 0x21, src.number(), dst);
  }

  default void and(Gp dst, int value) {
    general().arithmetic(Q, 4, dst, value);
  }

  default void and(Mem dst, int value) {
    general().arithmetic(Q, 4, dst, value);
  }

  default void andl(Gp dst, Gp src) {
    general().rm(L, 0x23, dst.number(), src);
  }

  default void andl(Gp dst, Mem src) {
    general().rm(L, 0x23, dst.number(), src);
  }

  default void andl(Gp dst, int value) {
    general().arithmetic(L, 4, dst, value);
  }

  default void sub(Gp dst, Gp src) {
    general().rm(Q, 0x2B, dst.number(), src);
  }

  default void sub(Gp dst, Mem src) {
    general().rm(Q, 0x2B, dst.number(), src);
  }

  default void sub(Mem dst, Gp src) {
    general().rm(Q, 0x29, src.number(), dst);
  }

  default void sub(Gp dst, int value) {
    general().arithmetic(Q, 5, dst, value);
  }

  default void sub(Mem dst, int value) {
    general().arithmetic(Q, 5, dst, value);
  }

  default void subl(Gp dst, Gp src) {
    general().rm(L, 0x2B, dst.number(), src);
  }

  default void subl(Gp dst, Mem src) {
    general().rm(L, 0x2B, dst.number(), src);
  }

  default void subl(Gp dst, int value) {
    general().arithmetic(L, 5, dst, value);
  }

  default void xor(Gp dst, Gp src) {
    general().rm(Q, 0x33, dst.number(), src);
  }

  default void xor(Gp dst, Mem src) {
    general().rm(Q, 0x33, dst.number(), src);
  }

  default void xor(Mem dst, Gp src) {
    general().rm(Q, 0x31, src.number(), dst);
  }

  default void xor(Gp dst, int value) {
    general().arithmetic(Q, 6, dst, value);
  }

  default void xor(Mem dst, int value) {
    general().arithmetic(Q, 6, dst, value);
  }

  default void xorl(Gp dst, Gp src) {
    general().rm(L, 0x33, dst.number(), src);
  }

  default void xorl(Gp dst, Mem src) {
    general().rm(L, 0x33, dst.number(), src);
  }

  default void xorl(Gp dst, int value) {
    general().arithmetic(L, 6, dst, value);
  }

  default void cmp(Gp dst, Gp src) {
    general().rm(Q, 0x3B, dst.number(), src);
  }

  default void cmp(Gp dst, Mem src) {
    general().rm(Q, 0x3B, dst.number(), src);
  }

  default void cmp(Mem dst, Gp src) {
    general().rm(Q, 0x39, src.number(), dst);
  }

  default void cmp(Gp dst, int value) {
    general().arithmetic(Q, 7, dst, value);
  }

  default void cmp(Mem dst, int value) {
    general().arithmetic(Q, 7, dst, value);
  }

  default void cmpl(Gp dst, Gp src) {
    general().rm(L, 0x3B, dst.number(), src);
  }

  default void cmpl(Gp dst, Mem src) {
    general().rm(L, 0x3B, dst.number(), src);
  }

  default void cmpl(Gp dst, int value) {
    general().arithmetic(L, 7, dst, value);
  }

  default void test(Gp a, Gp b) {
    general().rm(Q, 0x85, b.number(), a);
  }

  default void test(Gp a, int value) {
    general().rmi(Q, 0xF7, 0, a, value);
  }

  default void testl(Gp a, Gp b) {
    general().rm(L, 0x85, b.number(), a);
  }

  default void imul(Gp dst, Gp src) {
    general().rm(Q, 0x0FAF, dst.number(), src);
  }

  default void imul(Gp dst, Mem src) {
    general().rm(Q, 0x0FAF, dst.number(), src);
  }

  /** {@code dst = src * value}. */
  default void imul(Gp dst, Gp src, int value) {
    general().rmi(Q, 0x69, dst.number(), src, value);
  }

  default void neg(Gp dst) {
    general().rm(Q, 0xF7, 3, dst);
  }

  default void not(Gp dst) {
    general().rm(Q, 0xF7, 2, dst);
  }

  default void inc(Gp dst) {
    general().rm(Q, 0xFF, 0, dst);
  }

  /** Eight bytes. */
  default void inc(Mem dst) {
    general().rm(Q, 0xFF, 0, dst);
  }

  default void dec(Gp dst) {
    general().rm(Q, 0xFF, 1, dst);
  }

  /** Eight bytes. */
  default void dec(Mem dst) {
    general().rm(Q, 0xFF, 1, dst);
  }

  default void shl(Gp dst, int count) {
    general().rmi8(Q, 0xC1, 4, dst, count);
  }

  default void shll(Gp dst, int count) {
    general().rmi8(L, 0xC1, 4, dst, count);
  }

  default void shr(Gp dst, int count) {
    general().rmi8(Q, 0xC1, 5, dst, count);
  }

  default void shrl(Gp dst, int count) {
    general().rmi8(L, 0xC1, 5, dst, count);
  }

  default void sar(Gp dst, int count) {
    general().rmi8(Q, 0xC1, 7, dst, count);
  }

  default void sarl(Gp dst, int count) {
    general().rmi8(L, 0xC1, 7, dst, count);
  }

  /** BMI2. */
  default void shlx(Gp dst, Gp src, Gp count) {
    vector().general(vex(P66, M0F38, W1, 0xF7, QWORD), dst, count, src);
  }

  /** BMI2. */
  default void sarx(Gp dst, Gp src, Gp count) {
    vector().general(vex(PF3, M0F38, W1, 0xF7, QWORD), dst, count, src);
  }

  /** BMI2. */
  default void shrx(Gp dst, Gp src, Gp count) {
    vector().general(vex(PF2, M0F38, W1, 0xF7, QWORD), dst, count, src);
  }

  /** BMI2: the low {@code bits} bits of {@code src}. */
  default void bzhi(Gp dst, Gp src, Gp bits) {
    vector().general(vex(NP, M0F38, W1, 0xF5, QWORD), dst, bits, src);
  }

  /** BMI2. */
  default void pdep(Gp dst, Gp src, Gp mask) {
    vector().general(vex(PF2, M0F38, W1, 0xF5, QWORD), dst, src, mask);
  }

  /** BMI2. */
  default void pext(Gp dst, Gp src, Gp mask) {
    vector().general(vex(PF3, M0F38, W1, 0xF5, QWORD), dst, src, mask);
  }

  default void popcnt(Gp dst, Gp src) {
    general().prefixed(0xF3, Q, 0x0FB8, dst.number(), src);
  }

  /** BMI1. */
  default void tzcnt(Gp dst, Gp src) {
    general().prefixed(0xF3, Q, 0x0FBC, dst.number(), src);
  }

  default void lzcnt(Gp dst, Gp src) {
    general().prefixed(0xF3, Q, 0x0FBD, dst.number(), src);
  }

  /** If unsigned less. */
  default void cmovb(Gp dst, Gp src) {
    general().rm(Q, 0x0F42, dst.number(), src);
  }

  /** If unsigned not less. */
  default void cmovae(Gp dst, Gp src) {
    general().rm(Q, 0x0F43, dst.number(), src);
  }

  /** If equal. */
  default void cmovz(Gp dst, Gp src) {
    general().rm(Q, 0x0F44, dst.number(), src);
  }

  /** If not equal. */
  default void cmovnz(Gp dst, Gp src) {
    general().rm(Q, 0x0F45, dst.number(), src);
  }

  /** If unsigned not greater. */
  default void cmovbe(Gp dst, Gp src) {
    general().rm(Q, 0x0F46, dst.number(), src);
  }

  /** If unsigned greater. */
  default void cmova(Gp dst, Gp src) {
    general().rm(Q, 0x0F47, dst.number(), src);
  }

  /** If negative. */
  default void cmovs(Gp dst, Gp src) {
    general().rm(Q, 0x0F48, dst.number(), src);
  }

  /** If not negative. */
  default void cmovns(Gp dst, Gp src) {
    general().rm(Q, 0x0F49, dst.number(), src);
  }

  /** If signed less. */
  default void cmovl(Gp dst, Gp src) {
    general().rm(Q, 0x0F4C, dst.number(), src);
  }

  /** If signed not less. */
  default void cmovge(Gp dst, Gp src) {
    general().rm(Q, 0x0F4D, dst.number(), src);
  }

  /** If signed not greater. */
  default void cmovle(Gp dst, Gp src) {
    general().rm(Q, 0x0F4E, dst.number(), src);
  }

  /** If signed greater. */
  default void cmovg(Gp dst, Gp src) {
    general().rm(Q, 0x0F4F, dst.number(), src);
  }

  default void push(Gp src) {
    general().o(L, 0x50, src);
  }

  default void pop(Gp dst) {
    general().o(L, 0x58, dst);
  }

  default void jmp(Label target) {
    general().jump(0xE9, target);
  }

  default void jmp(Gp target) {
    general().rm(L, 0xFF, 4, target);
  }

  /** If unsigned less. */
  default void jb(Label target) {
    general().jump(0x0F82, target);
  }

  /** If unsigned not less. */
  default void jae(Label target) {
    general().jump(0x0F83, target);
  }

  /** If equal. */
  default void jz(Label target) {
    general().jump(0x0F84, target);
  }

  /** If not equal. */
  default void jnz(Label target) {
    general().jump(0x0F85, target);
  }

  /** If unsigned not greater. */
  default void jbe(Label target) {
    general().jump(0x0F86, target);
  }

  /** If unsigned greater. */
  default void ja(Label target) {
    general().jump(0x0F87, target);
  }

  /** If negative. */
  default void js(Label target) {
    general().jump(0x0F88, target);
  }

  /** If not negative. */
  default void jns(Label target) {
    general().jump(0x0F89, target);
  }

  /** If signed less. */
  default void jl(Label target) {
    general().jump(0x0F8C, target);
  }

  /** If signed not less. */
  default void jge(Label target) {
    general().jump(0x0F8D, target);
  }

  /** If signed not greater. */
  default void jle(Label target) {
    general().jump(0x0F8E, target);
  }

  /** If signed greater. */
  default void jg(Label target) {
    general().jump(0x0F8F, target);
  }

  default void call(Label target) {
    general().jump(0xE8, target);
  }

  default void call(Gp target) {
    general().rm(L, 0xFF, 2, target);
  }

  default void ret() {
    general().plain(0xC3);
  }

  default void nop() {
    general().plain(0x90);
  }

  /** Ends the process: marks what cannot be reached. */
  default void ud2() {
    general().plain(0x0F, 0x0B);
  }

  default void cpuid() {
    general().plain(0x0F, 0xA2);
  }

  default void xgetbv() {
    general().plain(0x0F, 0x01, 0xD0);
  }

  default void rdtsc() {
    general().plain(0x0F, 0x31);
  }

  default void pause() {
    general().plain(0xF3, 0x90);
  }

  /** Makes non-temporal stores visible in order. */
  default void sfence() {
    general().plain(0x0F, 0xAE, 0xF8);
  }

  default void prefetchnta(Mem src) {
    general().rm(L, 0x0F18, 0, src);
  }

  default void prefetcht0(Mem src) {
    general().rm(L, 0x0F18, 1, src);
  }

  default void prefetcht1(Mem src) {
    general().rm(L, 0x0F18, 2, src);
  }

  default void prefetcht2(Mem src) {
    general().rm(L, 0x0F18, 3, src);
  }

  default void prefetchw(Mem src) {
    general().rm(L, 0x0F0D, 1, src);
  }
}
