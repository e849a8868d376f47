package ryot.engine.kernel.machine;

import static ryot.engine.kernel.machine.Opcode.OpcodeMap.M0F;
import static ryot.engine.kernel.machine.Opcode.OpcodeMap.M0F38;
import static ryot.engine.kernel.machine.Opcode.OpcodeMap.M0F3A;
import static ryot.engine.kernel.machine.Opcode.Prefix.P66;
import static ryot.engine.kernel.machine.Opcode.Prefix.PF3;
import static ryot.engine.kernel.machine.Opcode.Tuple.FULL_4;
import static ryot.engine.kernel.machine.Opcode.Tuple.FULL_8;
import static ryot.engine.kernel.machine.Opcode.Tuple.VECTOR;
import static ryot.engine.kernel.machine.Opcode.Tuple.XMMWORD;
import static ryot.engine.kernel.machine.Opcode.W.W0;
import static ryot.engine.kernel.machine.Opcode.W.W1;
import static ryot.engine.kernel.machine.Opcode.W.WIG;
import static ryot.engine.kernel.machine.Opcode.W.WIG_W0;
import static ryot.engine.kernel.machine.Opcode.W.WIG_W1;
import static ryot.engine.kernel.machine.Opcode.either;
import static ryot.engine.kernel.machine.Opcode.evex;
import static ryot.engine.kernel.machine.Opcode.vex;

/** Arithmetic, logic, shifts and comparison of integers in vectors. */
sealed interface IntegerInstructions permits Assembler {

  /** Where instructions with a vector prefix go. */
  VectorEncoder vector();

  default void vpaddb(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG, 0xFC, VECTOR), dst, a, b);
  }

  default void vpaddw(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG, 0xFD, VECTOR), dst, a, b);
  }

  default void vpaddd(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG_W0, 0xFE, FULL_4), dst, a, b);
  }

  default void vpaddq(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG_W1, 0xD4, FULL_8), dst, a, b);
  }

  default void vpsubb(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG, 0xF8, VECTOR), dst, a, b);
  }

  default void vpsubw(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG, 0xF9, VECTOR), dst, a, b);
  }

  default void vpsubd(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG_W0, 0xFA, FULL_4), dst, a, b);
  }

  default void vpsubq(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG_W1, 0xFB, FULL_8), dst, a, b);
  }

  default void vpaddsb(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG, 0xEC, VECTOR), dst, a, b);
  }

  default void vpaddsw(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG, 0xED, VECTOR), dst, a, b);
  }

  default void vpaddusb(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG, 0xDC, VECTOR), dst, a, b);
  }

  default void vpaddusw(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG, 0xDD, VECTOR), dst, a, b);
  }

  default void vpsubsb(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG, 0xE8, VECTOR), dst, a, b);
  }

  default void vpsubsw(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG, 0xE9, VECTOR), dst, a, b);
  }

  default void vpsubusb(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG, 0xD8, VECTOR), dst, a, b);
  }

  default void vpsubusw(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG, 0xD9, VECTOR), dst, a, b);
  }

  default void vpmullw(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG, 0xD5, VECTOR), dst, a, b);
  }

  default void vpmulhw(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG, 0xE5, VECTOR), dst, a, b);
  }

  default void vpmulhuw(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG, 0xE4, VECTOR), dst, a, b);
  }

  default void vpmaddwd(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG, 0xF5, VECTOR), dst, a, b);
  }

  default void vpsadbw(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG, 0xF6, VECTOR).unmasked(), dst, a, b);
  }

  default void vpavgb(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG, 0xE0, VECTOR), dst, a, b);
  }

  default void vpmuludq(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG_W1, 0xF4, FULL_8), dst, a, b);
  }

  default void vpmulld(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, WIG_W0, 0x40, FULL_4), dst, a, b);
  }

  default void vpmulhrsw(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, WIG, 0x0B, VECTOR), dst, a, b);
  }

  /** {@code a} unsigned, {@code b} signed; sums of pairs saturate at 16 bits. */
  default void vpmaddubsw(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, WIG, 0x04, VECTOR), dst, a, b);
  }

  /** AVX512_VNNI: {@code a} unsigned bytes, {@code b} signed; adds sums of four to {@code dst}. */
  default void vpdpbusd(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(evex(P66, M0F38, W0, 0x50, FULL_4), dst, a, b);
  }

  /** AVX_VNNI: {@code a} unsigned bytes, {@code b} signed; adds sums of four to {@code dst}. */
  default void vpdpbusdVex(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(vex(P66, M0F38, W0, 0x50, VECTOR), dst, a, b);
  }

  /** AVX512_VNNI: The same, saturating. */
  default void vpdpbusds(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(evex(P66, M0F38, W0, 0x51, FULL_4), dst, a, b);
  }

  /** AVX_VNNI: The same, saturating. */
  default void vpdpbusdsVex(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(vex(P66, M0F38, W0, 0x51, VECTOR), dst, a, b);
  }

  /** AVX512_VNNI: Signed 16 bits; adds sums of two to {@code dst}. */
  default void vpdpwssd(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(evex(P66, M0F38, W0, 0x52, FULL_4), dst, a, b);
  }

  /** AVX_VNNI: Signed 16 bits; adds sums of two to {@code dst}. */
  default void vpdpwssdVex(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(vex(P66, M0F38, W0, 0x52, VECTOR), dst, a, b);
  }

  /** AVX512_VNNI: The same, saturating. */
  default void vpdpwssds(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(evex(P66, M0F38, W0, 0x53, FULL_4), dst, a, b);
  }

  /** AVX_VNNI: The same, saturating. */
  default void vpdpwssdsVex(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(vex(P66, M0F38, W0, 0x53, VECTOR), dst, a, b);
  }

  /** {@code a} times the sign of {@code b}. */
  default void vpsignb(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(vex(P66, M0F38, WIG, 0x08, VECTOR), dst, a, b);
  }

  /** {@code a} times the sign of {@code b}. */
  default void vpsignw(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(vex(P66, M0F38, WIG, 0x09, VECTOR), dst, a, b);
  }

  /** {@code a} times the sign of {@code b}. */
  default void vpsignd(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(vex(P66, M0F38, WIG, 0x0A, VECTOR), dst, a, b);
  }

  default void vphaddd(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(vex(P66, M0F38, WIG, 0x02, VECTOR), dst, a, b);
  }

  default void vpabsb(Vec dst, VecOrMem src) {
    vector().rm(either(P66, M0F38, WIG, 0x1C, VECTOR), dst, src);
  }

  default void vpabsw(Vec dst, VecOrMem src) {
    vector().rm(either(P66, M0F38, WIG, 0x1D, VECTOR), dst, src);
  }

  default void vpabsd(Vec dst, VecOrMem src) {
    vector().rm(either(P66, M0F38, WIG_W0, 0x1E, FULL_4), dst, src);
  }

  /** In EVEX {@code vpandd}. */
  default void vpand(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG_W0, 0xDB, FULL_4), dst, a, b);
  }

  /** In EVEX {@code vpandnd}. */
  default void vpandn(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG_W0, 0xDF, FULL_4), dst, a, b);
  }

  /** In EVEX {@code vpord}. */
  default void vpor(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG_W0, 0xEB, FULL_4), dst, a, b);
  }

  /** In EVEX {@code vpxord}. */
  default void vpxor(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG_W0, 0xEF, FULL_4), dst, a, b);
  }

  /** Bit {@code 4 * dst + 2 * a + b} of {@code imm}, bitwise. */
  default void vpternlogd(Vec dst, Vec a, VecOrMem b, int imm) {
    vector().rvmi(evex(P66, M0F3A, W0, 0x25, FULL_4), dst, a, b, imm);
  }

  default void vpsllw(Vec dst, VecOrMem src, int imm) {
    vector().vmi(either(P66, M0F, WIG, 0x71, VECTOR), 6, dst, src, imm);
  }

  default void vpslld(Vec dst, VecOrMem src, int imm) {
    vector().vmi(either(P66, M0F, WIG_W0, 0x72, FULL_4), 6, dst, src, imm);
  }

  default void vpsllq(Vec dst, VecOrMem src, int imm) {
    vector().vmi(either(P66, M0F, WIG_W1, 0x73, FULL_8), 6, dst, src, imm);
  }

  default void vpsrlw(Vec dst, VecOrMem src, int imm) {
    vector().vmi(either(P66, M0F, WIG, 0x71, VECTOR), 2, dst, src, imm);
  }

  default void vpsrld(Vec dst, VecOrMem src, int imm) {
    vector().vmi(either(P66, M0F, WIG_W0, 0x72, FULL_4), 2, dst, src, imm);
  }

  default void vpsrlq(Vec dst, VecOrMem src, int imm) {
    vector().vmi(either(P66, M0F, WIG_W1, 0x73, FULL_8), 2, dst, src, imm);
  }

  default void vpsraw(Vec dst, VecOrMem src, int imm) {
    vector().vmi(either(P66, M0F, WIG, 0x71, VECTOR), 4, dst, src, imm);
  }

  default void vpsrad(Vec dst, VecOrMem src, int imm) {
    vector().vmi(either(P66, M0F, WIG_W0, 0x72, FULL_4), 4, dst, src, imm);
  }

  default void vprold(Vec dst, VecOrMem src, int imm) {
    vector().vmi(evex(P66, M0F, W0, 0x72, FULL_4), 1, dst, src, imm);
  }

  default void vprord(Vec dst, VecOrMem src, int imm) {
    vector().vmi(evex(P66, M0F, W0, 0x72, FULL_4), 0, dst, src, imm);
  }

  /** By bytes, within 128 bits. */
  default void vpslldq(Vec dst, VecOrMem src, int imm) {
    vector().vmi(either(P66, M0F, WIG, 0x73, VECTOR).unmasked(), 7, dst, src, imm);
  }

  /** By bytes, within 128 bits. */
  default void vpsrldq(Vec dst, VecOrMem src, int imm) {
    vector().vmi(either(P66, M0F, WIG, 0x73, VECTOR).unmasked(), 3, dst, src, imm);
  }

  /** By the count in the low half of {@code b}. */
  default void vpsllw(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG, 0xF1, XMMWORD), dst, a, b);
  }

  /** By the count in the low half of {@code b}. */
  default void vpslld(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG_W0, 0xF2, XMMWORD), dst, a, b);
  }

  /** By the count in the low half of {@code b}. */
  default void vpsrlw(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG, 0xD1, XMMWORD), dst, a, b);
  }

  /** By the count in the low half of {@code b}. */
  default void vpsrld(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG_W0, 0xD2, XMMWORD), dst, a, b);
  }

  /** By the count in the low half of {@code b}. */
  default void vpsraw(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG, 0xE1, XMMWORD), dst, a, b);
  }

  /** By the count in the low half of {@code b}. */
  default void vpsrad(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG_W0, 0xE2, XMMWORD), dst, a, b);
  }

  default void vpsllvd(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W0, 0x47, FULL_4), dst, a, b);
  }

  default void vpsrlvd(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W0, 0x45, FULL_4), dst, a, b);
  }

  default void vpsravd(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W0, 0x46, FULL_4), dst, a, b);
  }

  default void vpsllvq(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W1, 0x47, FULL_8), dst, a, b);
  }

  default void vpsrlvq(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W1, 0x45, FULL_8), dst, a, b);
  }

  default void vpsllvw(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(evex(P66, M0F38, W1, 0x12, VECTOR), dst, a, b);
  }

  default void vpsrlvw(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(evex(P66, M0F38, W1, 0x10, VECTOR), dst, a, b);
  }

  default void vpsravw(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(evex(P66, M0F38, W1, 0x11, VECTOR), dst, a, b);
  }

  default void vpminub(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG, 0xDA, VECTOR), dst, a, b);
  }

  default void vpmaxub(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG, 0xDE, VECTOR), dst, a, b);
  }

  default void vpminsw(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG, 0xEA, VECTOR), dst, a, b);
  }

  default void vpmaxsw(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F, WIG, 0xEE, VECTOR), dst, a, b);
  }

  default void vpminsb(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, WIG, 0x38, VECTOR), dst, a, b);
  }

  default void vpmaxsb(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, WIG, 0x3C, VECTOR), dst, a, b);
  }

  default void vpminuw(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, WIG, 0x3A, VECTOR), dst, a, b);
  }

  default void vpmaxuw(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, WIG, 0x3E, VECTOR), dst, a, b);
  }

  default void vpminsd(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, WIG_W0, 0x39, FULL_4), dst, a, b);
  }

  default void vpmaxsd(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, WIG_W0, 0x3D, FULL_4), dst, a, b);
  }

  default void vpminud(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, WIG_W0, 0x3B, FULL_4), dst, a, b);
  }

  default void vpmaxud(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, WIG_W0, 0x3F, FULL_4), dst, a, b);
  }

  /** All bits of an element set where it holds. */
  default void vpcmpeqb(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(vex(P66, M0F, WIG, 0x74, VECTOR), dst, a, b);
  }

  /** The same into a mask. */
  default void vpcmpeqb(Mask dst, Vec a, VecOrMem b) {
    vector().krvm(evex(P66, M0F, WIG, 0x74, VECTOR), dst, a, b);
  }

  /** All bits of an element set where it holds. */
  default void vpcmpeqw(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(vex(P66, M0F, WIG, 0x75, VECTOR), dst, a, b);
  }

  /** The same into a mask. */
  default void vpcmpeqw(Mask dst, Vec a, VecOrMem b) {
    vector().krvm(evex(P66, M0F, WIG, 0x75, VECTOR), dst, a, b);
  }

  /** All bits of an element set where it holds. */
  default void vpcmpeqd(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(vex(P66, M0F, WIG, 0x76, VECTOR), dst, a, b);
  }

  /** The same into a mask. */
  default void vpcmpeqd(Mask dst, Vec a, VecOrMem b) {
    vector().krvm(evex(P66, M0F, W0, 0x76, FULL_4), dst, a, b);
  }

  /** All bits of an element set where it holds. */
  default void vpcmpgtb(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(vex(P66, M0F, WIG, 0x64, VECTOR), dst, a, b);
  }

  /** The same into a mask. */
  default void vpcmpgtb(Mask dst, Vec a, VecOrMem b) {
    vector().krvm(evex(P66, M0F, WIG, 0x64, VECTOR), dst, a, b);
  }

  /** All bits of an element set where it holds. */
  default void vpcmpgtw(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(vex(P66, M0F, WIG, 0x65, VECTOR), dst, a, b);
  }

  /** The same into a mask. */
  default void vpcmpgtw(Mask dst, Vec a, VecOrMem b) {
    vector().krvm(evex(P66, M0F, WIG, 0x65, VECTOR), dst, a, b);
  }

  /** All bits of an element set where it holds. */
  default void vpcmpgtd(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(vex(P66, M0F, WIG, 0x66, VECTOR), dst, a, b);
  }

  /** The same into a mask. */
  default void vpcmpgtd(Mask dst, Vec a, VecOrMem b) {
    vector().krvm(evex(P66, M0F, W0, 0x66, FULL_4), dst, a, b);
  }

  /** {@code imm} 0: equal, 1: less, 2: less or equal, 4 to 6: their opposites. */
  default void vpcmpb(Mask dst, Vec a, VecOrMem b, int imm) {
    vector().krvmi(evex(P66, M0F3A, W0, 0x3F, VECTOR), dst, a, b, imm);
  }

  /** {@code imm} 0: equal, 1: less, 2: less or equal, 4 to 6: their opposites. */
  default void vpcmpub(Mask dst, Vec a, VecOrMem b, int imm) {
    vector().krvmi(evex(P66, M0F3A, W0, 0x3E, VECTOR), dst, a, b, imm);
  }

  /** {@code imm} 0: equal, 1: less, 2: less or equal, 4 to 6: their opposites. */
  default void vpcmpw(Mask dst, Vec a, VecOrMem b, int imm) {
    vector().krvmi(evex(P66, M0F3A, W1, 0x3F, VECTOR), dst, a, b, imm);
  }

  /** {@code imm} 0: equal, 1: less, 2: less or equal, 4 to 6: their opposites. */
  default void vpcmpuw(Mask dst, Vec a, VecOrMem b, int imm) {
    vector().krvmi(evex(P66, M0F3A, W1, 0x3E, VECTOR), dst, a, b, imm);
  }

  /** {@code imm} 0: equal, 1: less, 2: less or equal, 4 to 6: their opposites. */
  default void vpcmpd(Mask dst, Vec a, VecOrMem b, int imm) {
    vector().krvmi(evex(P66, M0F3A, W0, 0x1F, FULL_4), dst, a, b, imm);
  }

  /** {@code imm} 0: equal, 1: less, 2: less or equal, 4 to 6: their opposites. */
  default void vpcmpud(Mask dst, Vec a, VecOrMem b, int imm) {
    vector().krvmi(evex(P66, M0F3A, W0, 0x1E, FULL_4), dst, a, b, imm);
  }

  /** Whether the elements have a bit in common. */
  default void vptestmb(Mask dst, Vec a, VecOrMem b) {
    vector().krvm(evex(P66, M0F38, W0, 0x26, VECTOR), dst, a, b);
  }

  /** Whether the elements have a bit in common. */
  default void vptestmd(Mask dst, Vec a, VecOrMem b) {
    vector().krvm(evex(P66, M0F38, W0, 0x27, FULL_4), dst, a, b);
  }

  /** Whether the elements have no bit in common. */
  default void vptestnmb(Mask dst, Vec a, VecOrMem b) {
    vector().krvm(evex(PF3, M0F38, W0, 0x26, VECTOR), dst, a, b);
  }

  /** Whether the elements have no bit in common. */
  default void vptestnmd(Mask dst, Vec a, VecOrMem b) {
    vector().krvm(evex(PF3, M0F38, W0, 0x27, FULL_4), dst, a, b);
  }

  /** Sets ZF if no bit is in common. */
  default void vptest(Vec dst, VecOrMem src) {
    vector().rm(vex(P66, M0F38, WIG, 0x17, VECTOR), dst, src);
  }

  default void vpmovmskb(Gp dst, Vec src) {
    vector().rm(vex(P66, M0F, WIG, 0xD7, VECTOR), dst.number(), src);
  }

  /** GFNI: each byte of {@code a} times the 8 x 8 bit matrix in {@code b}, plus {@code imm}. */
  default void vgf2p8affineqb(Vec dst, Vec a, VecOrMem b, int imm) {
    vector().rvmi(either(P66, M0F3A, W1, 0xCE, FULL_8), dst, a, b, imm);
  }

  /** GFNI. */
  default void vgf2p8mulb(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(either(P66, M0F38, W0, 0xCF, VECTOR), dst, a, b);
  }

  /** AVX512_VBMI: bytes of {@code b} from the bit positions in {@code a}. */
  default void vpmultishiftqb(Vec dst, Vec a, VecOrMem b) {
    vector().rvm(evex(P66, M0F38, W1, 0x83, FULL_8), dst, a, b);
  }
}
