package ryot.engine.kernel.machine;

import static ryot.engine.kernel.machine.Opcode.OpcodeMap.M0F;
import static ryot.engine.kernel.machine.Opcode.OpcodeMap.M0F38;
import static ryot.engine.kernel.machine.Opcode.OpcodeMap.M0F3A;
import static ryot.engine.kernel.machine.Opcode.Prefix.NP;
import static ryot.engine.kernel.machine.Opcode.Prefix.P66;
import static ryot.engine.kernel.machine.Opcode.Prefix.PF2;
import static ryot.engine.kernel.machine.Opcode.Prefix.PF3;
import static ryot.engine.kernel.machine.Opcode.Tuple.BYTE;
import static ryot.engine.kernel.machine.Opcode.Tuple.DUPLICATED;
import static ryot.engine.kernel.machine.Opcode.Tuple.DWORD;
import static ryot.engine.kernel.machine.Opcode.Tuple.FULL_4;
import static ryot.engine.kernel.machine.Opcode.Tuple.FULL_8;
import static ryot.engine.kernel.machine.Opcode.Tuple.QWORD;
import static ryot.engine.kernel.machine.Opcode.Tuple.VECTOR;
import static ryot.engine.kernel.machine.Opcode.Tuple.WORD;
import static ryot.engine.kernel.machine.Opcode.Tuple.XMMWORD;
import static ryot.engine.kernel.machine.Opcode.Tuple.YMMWORD;
import static ryot.engine.kernel.machine.Opcode.W.W0;
import static ryot.engine.kernel.machine.Opcode.W.W1;
import static ryot.engine.kernel.machine.Opcode.W.WIG;
import static ryot.engine.kernel.machine.Opcode.W.WIG_W0;
import static ryot.engine.kernel.machine.Opcode.W.WIG_W1;
import static ryot.engine.kernel.machine.Opcode.either;
import static ryot.engine.kernel.machine.Opcode.evex;
import static ryot.engine.kernel.machine.Opcode.vex;

/** What moves elements inside and between vectors: shuffles, permutations, blends, inserts. */
sealed interface ShuffleInstructions permits Assembler {

  /** Where instructions with a vector prefix go. */
  VectorEncoder vector();

  default void vshufps(Vec dst, Vec a, VecOrMem b, int imm) {
    vector().rvmi(either(NP, M0F, WIG_W0, 0xC6, FULL_4), dst, a, b, imm);
  }

  default void vunpcklps(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(NP, M0F, WIG_W0, 0x14, FULL_4), dst, a, b);
  }

  default void vunpckhps(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(NP, M0F, WIG_W0, 0x15, FULL_4), dst, a, b);
  }

  default void vunpcklpd(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG_W1, 0x14, FULL_8), dst, a, b);
  }

  default void vunpckhpd(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG_W1, 0x15, FULL_8), dst, a, b);
  }

  default void vpermilps(Vec dst, VecOrMem src, int imm) {
    vector().rmi(either(P66, M0F3A, W0, 0x04, FULL_4), dst, src, imm);
  }

  default void vpermilps(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W0, 0x0C, FULL_4), dst, a, b);
  }

  /** Elements of {@code b} by the indexes in {@code a}. */
  default void vpermps(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W0, 0x16, FULL_4).from(256), dst, a, b);
  }

  default void vpermpd(Vec dst, VecOrMem src, int imm) {
    vector().rmi(either(P66, M0F3A, W1, 0x01, FULL_8).from(256), dst, src, imm);
  }

  default void vmovshdup(Vec dst, VecOrMem src) {
    vector().rm(either(PF3, M0F, WIG_W0, 0x16, VECTOR), dst, src);
  }

  default void vmovsldup(Vec dst, VecOrMem src) {
    vector().rm(either(PF3, M0F, WIG_W0, 0x12, VECTOR), dst, src);
  }

  default void vmovddup(Vec dst, VecOrMem src) {
    vector().rm(either(PF2, M0F, WIG_W1, 0x12, DUPLICATED), dst, src);
  }

  default void vmovhlps(Vec dst, Vec a, Vec b) {
    vector().rvm(either(NP, M0F, WIG_W0, 0x12, VECTOR).only(128).unmasked(), dst, a, b);
  }

  default void vmovlhps(Vec dst, Vec a, Vec b) {
    vector().rvm(either(NP, M0F, WIG_W0, 0x16, VECTOR).only(128).unmasked(), dst, a, b);
  }

  default void vinsertps(Vec dst, Vec a, VecOrMem b, int imm) {
    vector().rvmi(either(P66, M0F3A, WIG_W0, 0x21, DWORD).only(128).unmasked(), dst, a, b, imm);
  }

  default void vblendps(Vec dst, Vec a, VecOrMem b, int imm) {
    vector().rvmi(vex(P66, M0F3A, WIG, 0x0C, VECTOR), dst, a, b, imm);
  }

  /** {@code b} where the sign bit of the selector is set. */
  default void vblendvps(Vec dst, Vec a, VecOrMem b, Vec selector) {
    vector().rvmr(vex(P66, M0F3A, W0, 0x4A, VECTOR), dst, a, b, selector);
  }

  /** {@code b} where the sign bit of the selector is set. */
  default void vpblendvb(Vec dst, Vec a, VecOrMem b, Vec selector) {
    vector().rvmr(vex(P66, M0F3A, W0, 0x4C, VECTOR), dst, a, b, selector);
  }

  default void vpblendd(Vec dst, Vec a, VecOrMem b, int imm) {
    vector().rvmi(vex(P66, M0F3A, W0, 0x02, VECTOR), dst, a, b, imm);
  }

  default void vpblendw(Vec dst, Vec a, VecOrMem b, int imm) {
    vector().rvmi(vex(P66, M0F3A, WIG, 0x0E, VECTOR), dst, a, b, imm);
  }

  /** {@code b} in the mask of {@code dst}, else {@code a}. */
  default void vblendmps(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(evex(P66, M0F38, W0, 0x65, FULL_4), dst, a, b);
  }

  /** {@code b} in the mask of {@code dst}, else {@code a}. */
  default void vpblendmd(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(evex(P66, M0F38, W0, 0x64, FULL_4), dst, a, b);
  }

  /** {@code b} in the mask of {@code dst}, else {@code a}. */
  default void vpblendmb(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(evex(P66, M0F38, W0, 0x66, VECTOR), dst, a, b);
  }

  default void vpshufb(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, WIG, 0x00, VECTOR), dst, a, b);
  }

  default void vpshufd(Vec dst, VecOrMem src, int imm) {
    vector().rmi(either(P66, M0F, WIG_W0, 0x70, FULL_4), dst, src, imm);
  }

  default void vpshuflw(Vec dst, VecOrMem src, int imm) {
    vector().rmi(either(PF2, M0F, WIG, 0x70, VECTOR), dst, src, imm);
  }

  default void vpshufhw(Vec dst, VecOrMem src, int imm) {
    vector().rmi(either(PF3, M0F, WIG, 0x70, VECTOR), dst, src, imm);
  }

  default void vpunpcklbw(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG, 0x60, VECTOR), dst, a, b);
  }

  default void vpunpcklwd(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG, 0x61, VECTOR), dst, a, b);
  }

  default void vpunpckldq(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG_W0, 0x62, FULL_4), dst, a, b);
  }

  default void vpunpcklqdq(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG_W1, 0x6C, FULL_8), dst, a, b);
  }

  default void vpunpckhbw(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG, 0x68, VECTOR), dst, a, b);
  }

  default void vpunpckhwd(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG, 0x69, VECTOR), dst, a, b);
  }

  default void vpunpckhdq(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG_W0, 0x6A, FULL_4), dst, a, b);
  }

  default void vpunpckhqdq(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG_W1, 0x6D, FULL_8), dst, a, b);
  }

  default void vpalignr(Vec dst, Vec a, VecOrMem b, int imm) {
    vector().rvmi(either(P66, M0F3A, WIG, 0x0F, VECTOR), dst, a, b, imm);
  }

  default void valignd(Vec dst, Vec a, VecOrMem b, int imm) {
    vector().rvmi(evex(P66, M0F3A, W0, 0x03, FULL_4), dst, a, b, imm);
  }

  /** Elements of {@code b} by the indexes in {@code a}. */
  default void vpermd(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W0, 0x36, FULL_4).from(256), dst, a, b);
  }

  default void vpermq(Vec dst, VecOrMem src, int imm) {
    vector().rmi(either(P66, M0F3A, W1, 0x00, FULL_8).from(256), dst, src, imm);
  }

  /** Elements of {@code b} by the indexes in {@code a}. */
  default void vpermq(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(evex(P66, M0F38, W1, 0x36, FULL_8).from(256), dst, a, b);
  }

  /** AVX512_VBMI. */
  default void vpermb(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(evex(P66, M0F38, W0, 0x8D, VECTOR), dst, a, b);
  }

  default void vpermw(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(evex(P66, M0F38, W1, 0x8D, VECTOR), dst, a, b);
  }

  /** Indexes in {@code a}, into {@code dst} and {@code b}; overwrites the first table. */
  default void vpermt2b(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(evex(P66, M0F38, W0, 0x7D, VECTOR), dst, a, b);
  }

  /** Indexes in {@code a}, into {@code dst} and {@code b}; overwrites the first table. */
  default void vpermt2w(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(evex(P66, M0F38, W1, 0x7D, VECTOR), dst, a, b);
  }

  /** Indexes in {@code a}, into {@code dst} and {@code b}; overwrites the first table. */
  default void vpermt2d(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(evex(P66, M0F38, W0, 0x7E, FULL_4), dst, a, b);
  }

  /** Indexes in {@code a}, into {@code dst} and {@code b}; overwrites the first table. */
  default void vpermt2q(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(evex(P66, M0F38, W1, 0x7E, FULL_8), dst, a, b);
  }

  /** Indexes in {@code a}, into {@code dst} and {@code b}; overwrites the first table. */
  default void vpermt2ps(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(evex(P66, M0F38, W0, 0x7F, FULL_4), dst, a, b);
  }

  /** Indexes in {@code dst}, into {@code a} and {@code b}; overwrites the indexes. */
  default void vpermi2b(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(evex(P66, M0F38, W0, 0x75, VECTOR), dst, a, b);
  }

  /** Indexes in {@code dst}, into {@code a} and {@code b}; overwrites the indexes. */
  default void vpermi2w(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(evex(P66, M0F38, W1, 0x75, VECTOR), dst, a, b);
  }

  /** Indexes in {@code dst}, into {@code a} and {@code b}; overwrites the indexes. */
  default void vpermi2d(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(evex(P66, M0F38, W0, 0x76, FULL_4), dst, a, b);
  }

  /** Indexes in {@code dst}, into {@code a} and {@code b}; overwrites the indexes. */
  default void vpermi2ps(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(evex(P66, M0F38, W0, 0x77, FULL_4), dst, a, b);
  }

  default void vperm2f128(Vec dst, Vec a, VecOrMem b, int imm) {
    vector().rvmi(vex(P66, M0F3A, W0, 0x06, VECTOR).only(256), dst, a, b, imm);
  }

  default void vperm2i128(Vec dst, Vec a, VecOrMem b, int imm) {
    vector().rvmi(vex(P66, M0F3A, W0, 0x46, VECTOR).only(256), dst, a, b, imm);
  }

  default void vshuff32x4(Vec dst, Vec a, VecOrMem b, int imm) {
    vector().rvmi(evex(P66, M0F3A, W0, 0x23, FULL_4).from(256), dst, a, b, imm);
  }

  default void vshufi32x4(Vec dst, Vec a, VecOrMem b, int imm) {
    vector().rvmi(evex(P66, M0F3A, W0, 0x43, FULL_4).from(256), dst, a, b, imm);
  }

  default void vshufi64x2(Vec dst, Vec a, VecOrMem b, int imm) {
    vector().rvmi(evex(P66, M0F3A, W1, 0x43, FULL_8).from(256), dst, a, b, imm);
  }

  default void vextractf128(VecOrMem dst, Vec src, int imm) {
    vector().mri(vex(P66, M0F3A, W0, 0x19, XMMWORD).only(256), dst, src, imm);
  }

  default void vextractf32x4(VecOrMem dst, Vec src, int imm) {
    vector().mri(evex(P66, M0F3A, W0, 0x19, XMMWORD).from(256), dst, src, imm);
  }

  default void vextractf64x4(VecOrMem dst, Vec src, int imm) {
    vector().mri(evex(P66, M0F3A, W1, 0x1B, YMMWORD).only(512), dst, src, imm);
  }

  default void vinsertf128(Vec dst, Vec a, VecOrMem b, int imm) {
    vector().rvmi(vex(P66, M0F3A, W0, 0x18, XMMWORD).only(256), dst, a, b, imm);
  }

  default void vinsertf32x4(Vec dst, Vec a, VecOrMem b, int imm) {
    vector().rvmi(evex(P66, M0F3A, W0, 0x18, XMMWORD).from(256), dst, a, b, imm);
  }

  default void vinsertf64x4(Vec dst, Vec a, VecOrMem b, int imm) {
    vector().rvmi(evex(P66, M0F3A, W1, 0x1A, YMMWORD).only(512), dst, a, b, imm);
  }

  default void vextracti128(VecOrMem dst, Vec src, int imm) {
    vector().mri(vex(P66, M0F3A, W0, 0x39, XMMWORD).only(256), dst, src, imm);
  }

  default void vextracti32x4(VecOrMem dst, Vec src, int imm) {
    vector().mri(evex(P66, M0F3A, W0, 0x39, XMMWORD).from(256), dst, src, imm);
  }

  default void vextracti64x4(VecOrMem dst, Vec src, int imm) {
    vector().mri(evex(P66, M0F3A, W1, 0x3B, YMMWORD).only(512), dst, src, imm);
  }

  default void vinserti128(Vec dst, Vec a, VecOrMem b, int imm) {
    vector().rvmi(vex(P66, M0F3A, W0, 0x38, XMMWORD).only(256), dst, a, b, imm);
  }

  default void vinserti32x4(Vec dst, Vec a, VecOrMem b, int imm) {
    vector().rvmi(evex(P66, M0F3A, W0, 0x38, XMMWORD).from(256), dst, a, b, imm);
  }

  default void vinserti64x4(Vec dst, Vec a, VecOrMem b, int imm) {
    vector().rvmi(evex(P66, M0F3A, W1, 0x3A, YMMWORD).only(512), dst, a, b, imm);
  }

  default void vpextrb(Gp dst, Vec src, int imm) {
    vector().gpi(either(P66, M0F3A, WIG, 0x14, BYTE).only(128).unmasked(), src, dst, imm);
  }

  default void vpextrb(Mem dst, Vec src, int imm) {
    vector().mri(either(P66, M0F3A, WIG, 0x14, BYTE).only(128).unmasked(), dst, src, imm);
  }

  default void vpextrw(Mem dst, Vec src, int imm) {
    vector().mri(either(P66, M0F3A, WIG, 0x15, WORD).only(128).unmasked(), dst, src, imm);
  }

  default void vpextrd(Gp dst, Vec src, int imm) {
    vector().gpi(either(P66, M0F3A, W0, 0x16, DWORD).only(128).unmasked(), src, dst, imm);
  }

  default void vpextrd(Mem dst, Vec src, int imm) {
    vector().mri(either(P66, M0F3A, W0, 0x16, DWORD).only(128).unmasked(), dst, src, imm);
  }

  default void vpextrq(Gp dst, Vec src, int imm) {
    vector().gpi(either(P66, M0F3A, W1, 0x16, QWORD).only(128).unmasked(), src, dst, imm);
  }

  default void vpextrq(Mem dst, Vec src, int imm) {
    vector().mri(either(P66, M0F3A, W1, 0x16, QWORD).only(128).unmasked(), dst, src, imm);
  }

  default void vpinsrb(Vec dst, Vec a, Gp b, int imm) {
    vector().rvgpi(either(P66, M0F3A, WIG, 0x20, BYTE).only(128).unmasked(), dst, a, b, imm);
  }

  default void vpinsrb(Vec dst, Vec a, Mem b, int imm) {
    vector().rvmi(either(P66, M0F3A, WIG, 0x20, BYTE).only(128).unmasked(), dst, a, b, imm);
  }

  default void vpinsrw(Vec dst, Vec a, Gp b, int imm) {
    vector().rvgpi(either(P66, M0F, WIG, 0xC4, WORD).only(128).unmasked(), dst, a, b, imm);
  }

  default void vpinsrw(Vec dst, Vec a, Mem b, int imm) {
    vector().rvmi(either(P66, M0F, WIG, 0xC4, WORD).only(128).unmasked(), dst, a, b, imm);
  }

  default void vpinsrd(Vec dst, Vec a, Gp b, int imm) {
    vector().rvgpi(either(P66, M0F3A, W0, 0x22, DWORD).only(128).unmasked(), dst, a, b, imm);
  }

  default void vpinsrd(Vec dst, Vec a, Mem b, int imm) {
    vector().rvmi(either(P66, M0F3A, W0, 0x22, DWORD).only(128).unmasked(), dst, a, b, imm);
  }

  default void vpinsrq(Vec dst, Vec a, Gp b, int imm) {
    vector().rvgpi(either(P66, M0F3A, W1, 0x22, QWORD).only(128).unmasked(), dst, a, b, imm);
  }

  default void vpinsrq(Vec dst, Vec a, Mem b, int imm) {
    vector().rvmi(either(P66, M0F3A, W1, 0x22, QWORD).only(128).unmasked(), dst, a, b, imm);
  }
}
