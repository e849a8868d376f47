package ryot.engine.kernel.machine;

import static ryot.engine.kernel.machine.Opcode.OpcodeMap.M0F;
import static ryot.engine.kernel.machine.Opcode.OpcodeMap.M0F38;
import static ryot.engine.kernel.machine.Opcode.Prefix.NP;
import static ryot.engine.kernel.machine.Opcode.Prefix.P66;
import static ryot.engine.kernel.machine.Opcode.Prefix.PF2;
import static ryot.engine.kernel.machine.Opcode.Prefix.PF3;
import static ryot.engine.kernel.machine.Opcode.Tuple.BYTE;
import static ryot.engine.kernel.machine.Opcode.Tuple.DWORD;
import static ryot.engine.kernel.machine.Opcode.Tuple.QWORD;
import static ryot.engine.kernel.machine.Opcode.Tuple.VECTOR;
import static ryot.engine.kernel.machine.Opcode.Tuple.WORD;
import static ryot.engine.kernel.machine.Opcode.Tuple.XMMWORD;
import static ryot.engine.kernel.machine.Opcode.Tuple.YMMWORD;
import static ryot.engine.kernel.machine.Opcode.W.W0;
import static ryot.engine.kernel.machine.Opcode.W.W0_W1;
import static ryot.engine.kernel.machine.Opcode.W.W1;
import static ryot.engine.kernel.machine.Opcode.W.WIG_W0;
import static ryot.engine.kernel.machine.Opcode.W.WIG_W1;
import static ryot.engine.kernel.machine.Opcode.either;
import static ryot.engine.kernel.machine.Opcode.evex;
import static ryot.engine.kernel.machine.Opcode.vex;

/** Loads, stores, broadcasts and gathers of vectors. */
sealed interface MoveInstructions permits Assembler {

  /** Where instructions on general registers go. */
  GeneralEncoder general();

  /** Where instructions with a vector prefix go. */
  VectorEncoder vector();

  default void vmovups(Vec dst, VecOrMem src) {
    vector().rm(either(NP, M0F, WIG_W0, 0x10, VECTOR), dst, src);
  }

  default void vmovups(Mem dst, Vec src) {
    vector().mr(either(NP, M0F, WIG_W0, 0x11, VECTOR), dst, src);
  }

  default void vmovaps(Vec dst, VecOrMem src) {
    vector().rm(either(NP, M0F, WIG_W0, 0x28, VECTOR), dst, src);
  }

  default void vmovaps(Mem dst, Vec src) {
    vector().mr(either(NP, M0F, WIG_W0, 0x29, VECTOR), dst, src);
  }

  /** In EVEX {@code vmovdqu32}. */
  default void vmovdqu(Vec dst, VecOrMem src) {
    vector().rm(either(PF3, M0F, WIG_W0, 0x6F, VECTOR), dst, src);
  }

  /** In EVEX {@code vmovdqu32}. */
  default void vmovdqu(Mem dst, Vec src) {
    vector().mr(either(PF3, M0F, WIG_W0, 0x7F, VECTOR), dst, src);
  }

  /** In EVEX {@code vmovdqa32}. */
  default void vmovdqa(Vec dst, VecOrMem src) {
    vector().rm(either(P66, M0F, WIG_W0, 0x6F, VECTOR), dst, src);
  }

  /** In EVEX {@code vmovdqa32}. */
  default void vmovdqa(Mem dst, Vec src) {
    vector().mr(either(P66, M0F, WIG_W0, 0x7F, VECTOR), dst, src);
  }

  default void vmovdqu8(Vec dst, VecOrMem src) {
    vector().rm(evex(PF2, M0F, W0, 0x6F, VECTOR), dst, src);
  }

  default void vmovdqu8(Mem dst, Vec src) {
    vector().mr(evex(PF2, M0F, W0, 0x7F, VECTOR), dst, src);
  }

  default void vmovdqu16(Vec dst, VecOrMem src) {
    vector().rm(evex(PF2, M0F, W1, 0x6F, VECTOR), dst, src);
  }

  default void vmovdqu16(Mem dst, Vec src) {
    vector().mr(evex(PF2, M0F, W1, 0x7F, VECTOR), dst, src);
  }

  default void vmovdqu32(Vec dst, VecOrMem src) {
    vector().rm(evex(PF3, M0F, W0, 0x6F, VECTOR), dst, src);
  }

  default void vmovdqu32(Mem dst, Vec src) {
    vector().mr(evex(PF3, M0F, W0, 0x7F, VECTOR), dst, src);
  }

  default void vmovdqu64(Vec dst, VecOrMem src) {
    vector().rm(evex(PF3, M0F, W1, 0x6F, VECTOR), dst, src);
  }

  default void vmovdqu64(Mem dst, Vec src) {
    vector().mr(evex(PF3, M0F, W1, 0x7F, VECTOR), dst, src);
  }

  /** Stores only the elements in {@code mask}; others are not touched and cannot fault. */
  default void vmovups(Mem dst, Vec src, Mask mask) {
    vector().mr(either(NP, M0F, WIG_W0, 0x11, VECTOR), dst, src, mask);
  }

  /** Loads only the elements in {@code mask}; others become zero and cannot fault. */
  default void vmovupsz(Vec dst, Mem src, Mask mask) {
    vector().rm(either(NP, M0F, WIG_W0, 0x10, VECTOR), dst.zeroed(mask), src);
  }

  /** Stores only the elements in {@code mask}; others are not touched and cannot fault. */
  default void vmovdqu8(Mem dst, Vec src, Mask mask) {
    vector().mr(evex(PF2, M0F, W0, 0x7F, VECTOR), dst, src, mask);
  }

  /** Loads only the elements in {@code mask}; others become zero and cannot fault. */
  default void vmovdqu8z(Vec dst, Mem src, Mask mask) {
    vector().rm(evex(PF2, M0F, W0, 0x6F, VECTOR), dst.zeroed(mask), src);
  }

  /** Stores only the elements in {@code mask}; others are not touched and cannot fault. */
  default void vmovdqu16(Mem dst, Vec src, Mask mask) {
    vector().mr(evex(PF2, M0F, W1, 0x7F, VECTOR), dst, src, mask);
  }

  /** Loads only the elements in {@code mask}; others become zero and cannot fault. */
  default void vmovdqu16z(Vec dst, Mem src, Mask mask) {
    vector().rm(evex(PF2, M0F, W1, 0x6F, VECTOR), dst.zeroed(mask), src);
  }

  /** Stores only the elements in {@code mask}; others are not touched and cannot fault. */
  default void vmovdqu32(Mem dst, Vec src, Mask mask) {
    vector().mr(evex(PF3, M0F, W0, 0x7F, VECTOR), dst, src, mask);
  }

  /** Loads only the elements in {@code mask}; others become zero and cannot fault. */
  default void vmovdqu32z(Vec dst, Mem src, Mask mask) {
    vector().rm(evex(PF3, M0F, W0, 0x6F, VECTOR), dst.zeroed(mask), src);
  }

  /** Loads the elements whose sign bit in {@code mask} is set; others become zero. */
  default void vmaskmovps(Vec dst, Vec mask, Mem src) {
    vector().rvm(vex(P66, M0F38, W0, 0x2C, VECTOR), dst, mask, src);
  }

  /** Stores the elements whose sign bit in {@code mask} is set. */
  default void vmaskmovps(Mem dst, Vec mask, Vec src) {
    vector().maskedStore(vex(P66, M0F38, W0, 0x2E, VECTOR), dst, mask, src);
  }

  /** Loads the elements whose sign bit in {@code mask} is set; others become zero. */
  default void vpmaskmovd(Vec dst, Vec mask, Mem src) {
    vector().rvm(vex(P66, M0F38, W0, 0x8C, VECTOR), dst, mask, src);
  }

  /** Stores the elements whose sign bit in {@code mask} is set. */
  default void vpmaskmovd(Mem dst, Vec mask, Vec src) {
    vector().maskedStore(vex(P66, M0F38, W0, 0x8E, VECTOR), dst, mask, src);
  }

  /** Past the caches; aligned. */
  default void vmovntps(Mem dst, Vec src) {
    vector().mr(either(NP, M0F, WIG_W0, 0x2B, VECTOR).unmasked(), dst, src);
  }

  /** Past the caches; aligned. */
  default void vmovntdq(Mem dst, Vec src) {
    vector().mr(either(P66, M0F, WIG_W0, 0xE7, VECTOR).unmasked(), dst, src);
  }

  /** Aligned. */
  default void vmovntdqa(Vec dst, Mem src) {
    vector().rm(either(P66, M0F38, WIG_W0, 0x2A, VECTOR).unmasked(), dst, src);
  }

  default void vmovd(Vec dst, Gp src) {
    vector().gp(either(P66, M0F, W0, 0x6E, DWORD).only(128).unmasked(), dst, src);
  }

  default void vmovd(Gp dst, Vec src) {
    vector().gp(either(P66, M0F, W0, 0x7E, DWORD).only(128).unmasked(), src, dst);
  }

  default void vmovd(Vec dst, Mem src) {
    vector().rm(either(P66, M0F, W0, 0x6E, DWORD).only(128).unmasked(), dst, src);
  }

  default void vmovd(Mem dst, Vec src) {
    vector().mr(either(P66, M0F, W0, 0x7E, DWORD).only(128).unmasked(), dst, src);
  }

  default void vmovq(Vec dst, Gp src) {
    vector().gp(either(P66, M0F, W1, 0x6E, QWORD).only(128).unmasked(), dst, src);
  }

  default void vmovq(Gp dst, Vec src) {
    vector().gp(either(P66, M0F, W1, 0x7E, QWORD).only(128).unmasked(), src, dst);
  }

  default void vmovq(Vec dst, VecOrMem src) {
    vector().rm(either(PF3, M0F, WIG_W1, 0x7E, QWORD).only(128).unmasked(), dst, src);
  }

  default void vmovq(Mem dst, Vec src) {
    vector().mr(either(P66, M0F, WIG_W1, 0xD6, QWORD).only(128).unmasked(), dst, src);
  }

  default void vmovss(Vec dst, Mem src) {
    vector().rm(either(PF3, M0F, WIG_W0, 0x10, DWORD).only(128), dst, src);
  }

  default void vmovss(Mem dst, Vec src) {
    vector().mr(either(PF3, M0F, WIG_W0, 0x11, DWORD).only(128), dst, src);
  }

  /** The lowest element of {@code b}, the others of {@code a}. */
  default void vmovss(Vec dst, Vec a, Vec b) {
    vector().rvm(either(PF3, M0F, WIG_W0, 0x10, DWORD).only(128), dst, a, b);
  }

  default void vmovsd(Vec dst, Mem src) {
    vector().rm(either(PF2, M0F, WIG_W1, 0x10, QWORD).only(128), dst, src);
  }

  default void vmovsd(Mem dst, Vec src) {
    vector().mr(either(PF2, M0F, WIG_W1, 0x11, QWORD).only(128), dst, src);
  }

  default void vbroadcastss(Vec dst, VecOrMem src) {
    vector().rm(either(P66, M0F38, W0, 0x18, DWORD), dst, src);
  }

  default void vbroadcastsd(Vec dst, VecOrMem src) {
    vector().rm(either(P66, M0F38, W0_W1, 0x19, QWORD).from(256), dst, src);
  }

  default void vpbroadcastb(Vec dst, VecOrMem src) {
    vector().rm(either(P66, M0F38, W0, 0x78, BYTE), dst, src);
  }

  default void vpbroadcastb(Vec dst, Gp src) {
    vector().gp(evex(P66, M0F38, W0, 0x7A, BYTE), dst, src);
  }

  default void vpbroadcastw(Vec dst, VecOrMem src) {
    vector().rm(either(P66, M0F38, W0, 0x79, WORD), dst, src);
  }

  default void vpbroadcastw(Vec dst, Gp src) {
    vector().gp(evex(P66, M0F38, W0, 0x7B, WORD), dst, src);
  }

  default void vpbroadcastd(Vec dst, VecOrMem src) {
    vector().rm(either(P66, M0F38, W0, 0x58, DWORD), dst, src);
  }

  default void vpbroadcastd(Vec dst, Gp src) {
    vector().gp(evex(P66, M0F38, W0, 0x7C, DWORD), dst, src);
  }

  default void vpbroadcastq(Vec dst, VecOrMem src) {
    vector().rm(either(P66, M0F38, W0_W1, 0x59, QWORD), dst, src);
  }

  default void vpbroadcastq(Vec dst, Gp src) {
    vector().gp(evex(P66, M0F38, W1, 0x7C, QWORD), dst, src);
  }

  default void vbroadcastf128(Vec dst, Mem src) {
    vector().rm(vex(P66, M0F38, W0, 0x1A, XMMWORD).only(256), dst, src);
  }

  default void vbroadcasti128(Vec dst, Mem src) {
    vector().rm(vex(P66, M0F38, W0, 0x5A, XMMWORD).only(256), dst, src);
  }

  default void vbroadcastf32x4(Vec dst, Mem src) {
    vector().rm(evex(P66, M0F38, W0, 0x1A, XMMWORD).from(256), dst, src);
  }

  default void vbroadcasti32x4(Vec dst, Mem src) {
    vector().rm(evex(P66, M0F38, W0, 0x5A, XMMWORD).from(256), dst, src);
  }

  default void vbroadcasti64x4(Vec dst, Mem src) {
    vector().rm(evex(P66, M0F38, W1, 0x5B, YMMWORD).only(512), dst, src);
  }

  /** AVX2: elements whose sign bit in {@code mask} is set; {@code mask} becomes zero. */
  default void vpgatherdd(Vec dst, Gathered src, Vec mask) {
    vector().gather(vex(P66, M0F38, W0, 0x90, DWORD), dst, src, mask);
  }

  /** AVX-512: elements in the mask of {@code dst}, which becomes zero. */
  default void vpgatherdd(Vec dst, Gathered src) {
    vector().gather(evex(P66, M0F38, W0, 0x90, DWORD), dst, src);
  }

  /** AVX2: elements whose sign bit in {@code mask} is set; {@code mask} becomes zero. */
  default void vgatherdps(Vec dst, Gathered src, Vec mask) {
    vector().gather(vex(P66, M0F38, W0, 0x92, DWORD), dst, src, mask);
  }

  /** AVX-512: elements in the mask of {@code dst}, which becomes zero. */
  default void vgatherdps(Vec dst, Gathered src) {
    vector().gather(evex(P66, M0F38, W0, 0x92, DWORD), dst, src);
  }

  /** Clears bits from 128 on in registers 0 to 15; due before returning to compiled code. */
  default void vzeroupper() {
    general().plain(0xC5, 0xF8, 0x77);
  }
}
