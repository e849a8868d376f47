package ryot.engine.kernel.machine;

import static ryot.engine.kernel.machine.Opcode.OpcodeMap.M0F;
import static ryot.engine.kernel.machine.Opcode.OpcodeMap.M0F38;
import static ryot.engine.kernel.machine.Opcode.OpcodeMap.M0F3A;
import static ryot.engine.kernel.machine.Opcode.Prefix.NP;
import static ryot.engine.kernel.machine.Opcode.Prefix.P66;
import static ryot.engine.kernel.machine.Opcode.Prefix.PF2;
import static ryot.engine.kernel.machine.Opcode.Prefix.PF3;
import static ryot.engine.kernel.machine.Opcode.Tuple.DWORD;
import static ryot.engine.kernel.machine.Opcode.Tuple.EIGHTH_VECTOR;
import static ryot.engine.kernel.machine.Opcode.Tuple.FULL_4;
import static ryot.engine.kernel.machine.Opcode.Tuple.FULL_8;
import static ryot.engine.kernel.machine.Opcode.Tuple.HALF_4;
import static ryot.engine.kernel.machine.Opcode.Tuple.HALF_VECTOR;
import static ryot.engine.kernel.machine.Opcode.Tuple.QUARTER_VECTOR;
import static ryot.engine.kernel.machine.Opcode.Tuple.QWORD;
import static ryot.engine.kernel.machine.Opcode.Tuple.VECTOR;
import static ryot.engine.kernel.machine.Opcode.W.W0;
import static ryot.engine.kernel.machine.Opcode.W.W1;
import static ryot.engine.kernel.machine.Opcode.W.WIG;
import static ryot.engine.kernel.machine.Opcode.W.WIG_W0;
import static ryot.engine.kernel.machine.Opcode.W.WIG_W1;
import static ryot.engine.kernel.machine.Opcode.either;
import static ryot.engine.kernel.machine.Opcode.evex;

/** From one kind of number to another: float32, float16, bfloat16, and integers of every width. */
sealed interface ConversionInstructions permits Assembler {

  /** Where instructions with a vector prefix go. */
  VectorEncoder vector();

  default void vcvtdq2ps(Vec dst, VecOrMem src) {
    vector().rm(either(NP, M0F, WIG_W0, 0x5B, FULL_4), dst, src);
  }

  /** Rounds as MXCSR says: to nearest even. */
  default void vcvtps2dq(Vec dst, VecOrMem src) {
    vector().rm(either(P66, M0F, WIG_W0, 0x5B, FULL_4), dst, src);
  }

  /** Rounds towards zero. */
  default void vcvttps2dq(Vec dst, VecOrMem src) {
    vector().rm(either(PF3, M0F, WIG_W0, 0x5B, FULL_4), dst, src);
  }

  default void vcvtudq2ps(Vec dst, VecOrMem src) {
    vector().rm(evex(PF2, M0F, W0, 0x7A, FULL_4), dst, src);
  }

  default void vcvtph2ps(Vec dst, VecOrMem src) {
    vector().rm(either(P66, M0F38, W0, 0x13, HALF_VECTOR), dst, src);
  }

  /** {@code imm} 0: to nearest even; 4: as MXCSR says. */
  default void vcvtps2ph(VecOrMem dst, Vec src, int imm) {
    vector().mri(either(P66, M0F3A, W0, 0x1D, HALF_VECTOR), dst, src, imm);
  }

  default void vcvtps2pd(Vec dst, VecOrMem src) {
    vector().rm(either(NP, M0F, WIG_W0, 0x5A, HALF_4), dst, src);
  }

  default void vcvtpd2ps(Vec dst, Vec src) {
    vector().narrow(either(P66, M0F, WIG_W1, 0x5A, FULL_8), dst, src);
  }

  default void vcvtss2sd(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(PF3, M0F, WIG_W0, 0x5A, DWORD).only(128), dst, a, b);
  }

  default void vcvtsd2ss(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(PF2, M0F, WIG_W1, 0x5A, QWORD).only(128), dst, a, b);
  }

  /** From 64 bits, signed. */
  default void vcvtsi2ss(Vec dst, Vec a, Gp src) {
    vector().rvgp(either(PF3, M0F, W1, 0x2A, QWORD).only(128).unmasked(), dst, a, src);
  }

  /** To 64 bits, signed, towards zero. */
  default void vcvttss2si(Gp dst, Vec src) {
    vector().rm(either(PF3, M0F, W1, 0x2C, DWORD).only(128).unmasked(), dst.number(), src);
  }

  /** AVX512_BF16; {@code dst} half as wide. */
  default void vcvtneps2bf16(Vec dst, Vec src) {
    vector().narrow(evex(PF3, M0F38, W0, 0x72, FULL_4), dst, src);
  }

  /** AVX512_BF16: {@code b} into the lower half, {@code a} into the upper. */
  default void vcvtne2ps2bf16(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(evex(PF2, M0F38, W0, 0x72, FULL_4), dst, a, b);
  }

  default void vpmovsxbw(Vec dst, VecOrMem src) {
    vector().rm(either(P66, M0F38, WIG, 0x20, HALF_VECTOR), dst, src);
  }

  default void vpmovzxbw(Vec dst, VecOrMem src) {
    vector().rm(either(P66, M0F38, WIG, 0x30, HALF_VECTOR), dst, src);
  }

  default void vpmovsxbd(Vec dst, VecOrMem src) {
    vector().rm(either(P66, M0F38, WIG, 0x21, QUARTER_VECTOR), dst, src);
  }

  default void vpmovzxbd(Vec dst, VecOrMem src) {
    vector().rm(either(P66, M0F38, WIG, 0x31, QUARTER_VECTOR), dst, src);
  }

  default void vpmovsxbq(Vec dst, VecOrMem src) {
    vector().rm(either(P66, M0F38, WIG, 0x22, EIGHTH_VECTOR), dst, src);
  }

  default void vpmovzxbq(Vec dst, VecOrMem src) {
    vector().rm(either(P66, M0F38, WIG, 0x32, EIGHTH_VECTOR), dst, src);
  }

  default void vpmovsxwd(Vec dst, VecOrMem src) {
    vector().rm(either(P66, M0F38, WIG, 0x23, HALF_VECTOR), dst, src);
  }

  default void vpmovzxwd(Vec dst, VecOrMem src) {
    vector().rm(either(P66, M0F38, WIG, 0x33, HALF_VECTOR), dst, src);
  }

  default void vpmovsxwq(Vec dst, VecOrMem src) {
    vector().rm(either(P66, M0F38, WIG, 0x24, QUARTER_VECTOR), dst, src);
  }

  default void vpmovzxwq(Vec dst, VecOrMem src) {
    vector().rm(either(P66, M0F38, WIG, 0x34, QUARTER_VECTOR), dst, src);
  }

  default void vpmovsxdq(Vec dst, VecOrMem src) {
    vector().rm(either(P66, M0F38, WIG_W0, 0x25, HALF_VECTOR), dst, src);
  }

  default void vpmovzxdq(Vec dst, VecOrMem src) {
    vector().rm(either(P66, M0F38, WIG_W0, 0x35, HALF_VECTOR), dst, src);
  }

  /** Takes the low bits. */
  default void vpmovwb(VecOrMem dst, Vec src) {
    vector().mr(evex(PF3, M0F38, W0, 0x30, HALF_VECTOR), dst, src);
  }

  /** Saturates, signed. */
  default void vpmovswb(VecOrMem dst, Vec src) {
    vector().mr(evex(PF3, M0F38, W0, 0x20, HALF_VECTOR), dst, src);
  }

  /** Saturates, unsigned. */
  default void vpmovuswb(VecOrMem dst, Vec src) {
    vector().mr(evex(PF3, M0F38, W0, 0x10, HALF_VECTOR), dst, src);
  }

  /** Takes the low bits. */
  default void vpmovdb(VecOrMem dst, Vec src) {
    vector().mr(evex(PF3, M0F38, W0, 0x31, QUARTER_VECTOR), dst, src);
  }

  /** Saturates, signed. */
  default void vpmovsdb(VecOrMem dst, Vec src) {
    vector().mr(evex(PF3, M0F38, W0, 0x21, QUARTER_VECTOR), dst, src);
  }

  /** Saturates, unsigned. */
  default void vpmovusdb(VecOrMem dst, Vec src) {
    vector().mr(evex(PF3, M0F38, W0, 0x11, QUARTER_VECTOR), dst, src);
  }

  /** Takes the low bits. */
  default void vpmovdw(VecOrMem dst, Vec src) {
    vector().mr(evex(PF3, M0F38, W0, 0x33, HALF_VECTOR), dst, src);
  }

  /** Saturates, signed. */
  default void vpmovsdw(VecOrMem dst, Vec src) {
    vector().mr(evex(PF3, M0F38, W0, 0x23, HALF_VECTOR), dst, src);
  }

  /** Saturates, unsigned. */
  default void vpmovusdw(VecOrMem dst, Vec src) {
    vector().mr(evex(PF3, M0F38, W0, 0x13, HALF_VECTOR), dst, src);
  }

  default void vpacksswb(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG, 0x63, VECTOR), dst, a, b);
  }

  default void vpackuswb(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG, 0x67, VECTOR), dst, a, b);
  }

  default void vpackssdw(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG_W0, 0x6B, FULL_4), dst, a, b);
  }

  default void vpackusdw(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, WIG_W0, 0x2B, FULL_4), dst, a, b);
  }
}
