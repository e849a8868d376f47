package ryot.engine.kernel.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static ryot.engine.kernel.machine.Gp.R12;
import static ryot.engine.kernel.machine.Gp.RAX;
import static ryot.engine.kernel.machine.Gp.RCX;
import static ryot.engine.kernel.machine.Gp.RSP;
import static ryot.engine.kernel.machine.Mask.K0;
import static ryot.engine.kernel.machine.Mask.K1;
import static ryot.engine.kernel.machine.Mask.K2;
import static ryot.engine.kernel.machine.Vec.xmm;
import static ryot.engine.kernel.machine.Vec.ymm;
import static ryot.engine.kernel.machine.Vec.zmm;

import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the assembler refuses, how it chooses an encoding, and where labels lead. */
class AssemblerTest {

  @Test
  void aShortPrefixIsTakenWhereItServes() {
    assertCode(a -> a.vaddps(ymm(1), ymm(2), ymm(3)), "c5ec58cb");
    assertCode(a -> a.vaddps(ymm(1), ymm(2), ymm(13)), "c4c16c58cd");
    assertCode(a -> a.vaddps(ymm(1), ymm(2), ymm(16)), "62b16c2858c8");
  }

  @Test
  void aDisplacementCountsInOperandsOnlyInEvex() {
    assertCode(a -> a.vmovups(ymm(1), Mem.at(RAX, 0x40)), "c5fc104840");
    assertCode(a -> a.vmovups(zmm(1), Mem.at(RAX, 0x40)), "62f17c48104801");
    assertCode(a -> a.vmovups(zmm(1), Mem.at(RAX, 0x44)), "62f17c48108844000000");
  }

  @Test
  void registersFrom16OnNeedAvx512() {
    assertRefused(a -> a.vpsignb(ymm(16), ymm(1), ymm(2)));
    assertRefused(a -> a.vpsignb(ymm(0), ymm(16), ymm(2)));
    assertRefused(a -> a.vpsignb(ymm(0), ymm(1), ymm(31)));
    assertRefused(a -> a.vblendvps(ymm(0), ymm(1), ymm(2), ymm(16)));
    assertRefused(a -> a.vmovmskps(RAX, ymm(16)));
    assertRefused(a -> a.vpmaskmovd(Mem.at(RAX), ymm(16), ymm(1)));
    assertRefused(a -> a.vpgatherdd(ymm(16), new Gathered(RAX, ymm(1), 4, 0), ymm(2)));
  }

  @Test
  void longVectorsNeedAvx512() {
    assertRefused(a -> a.vhaddps(zmm(0), zmm(1), zmm(2)));
    assertRefused(a -> a.vpdpbusdVex(zmm(0), zmm(1), zmm(2)));
  }

  @Test
  void masksNeedAvx512AndADestinationThatTakesThem() {
    assertRefused(a -> a.vhaddps(ymm(0).masked(K1), ymm(1), ymm(2)));
    assertRefused(a -> a.vaddps(ymm(0), ymm(1).masked(K1), ymm(2)));
    assertRefused(a -> a.vaddps(ymm(0), ymm(1), ymm(2).masked(K1)));
    assertRefused(a -> a.vmovups(Mem.at(RAX), ymm(2).masked(K1)));
    assertRefused(a -> a.vmovups(Mem.at(RAX), ymm(2), K0));
    assertRefused(a -> a.vmovupsz(ymm(2).masked(K1), Mem.at(RAX), K2));
    assertRefused(a -> a.vmovd(xmm(1).masked(K1), RAX));
    assertRefused(a -> a.vpsadbw(zmm(0).zeroed(K1), zmm(1), zmm(2)));
    assertRefused(a -> a.vpslldq(zmm(0).zeroed(K1), Mem.at(RAX), 1));
    assertRefused(a -> a.vpcmpd(K1, zmm(0).masked(K1), zmm(1), 0));
    assertRefused(_ -> zmm(0).masked(K0));
    assertRefused(_ -> zmm(0).masked(K1).zeroed(K2));
  }

  @Test
  void broadcastsNeedAvx512AndAnInstructionThatHasThem() {
    assertRefused(a -> a.vhaddps(ymm(0), ymm(1), Mem.at(RAX).broadcast()));
    assertRefused(a -> a.vpaddb(ymm(0), ymm(1), Mem.at(RAX).broadcast()));
    assertRefused(a -> a.vaddss(xmm(0), xmm(1), Mem.at(RAX).broadcast()));
    assertRefused(a -> a.vmovups(Mem.at(RAX).broadcast(), ymm(1)));
    assertRefused(a -> a.mov(RAX, Mem.at(RCX).broadcast()));
  }

  @Test
  void widthsMustAgree() {
    assertRefused(a -> a.vaddps(ymm(0), xmm(1), ymm(2)));
    assertRefused(a -> a.vaddps(ymm(0), ymm(1), zmm(2)));
    assertRefused(a -> a.vcvtph2ps(ymm(0), ymm(1)));
    assertRefused(a -> a.vpmovdb(zmm(0), zmm(1)));
    assertRefused(a -> a.vcvtneps2bf16(zmm(0), zmm(1)));
    assertRefused(a -> a.vextracti128(ymm(0), ymm(1), 1));
    assertRefused(a -> a.vaddss(ymm(0), ymm(1), ymm(2)));
    assertRefused(a -> a.vpermd(xmm(0), xmm(1), xmm(2)));
    assertRefused(a -> a.vinserti64x4(ymm(0), ymm(1), ymm(2), 1));
    assertRefused(a -> a.vpgatherdd(ymm(0), new Gathered(RAX, xmm(1), 4, 0), ymm(2)));
  }

  @Test
  void aGatherNeedsDifferentRegistersAndAMaskThatMerges() {
    assertRefused(a -> a.vpgatherdd(ymm(1), new Gathered(RAX, ymm(1), 4, 0), ymm(2)));
    assertRefused(a -> a.vpgatherdd(ymm(1), new Gathered(RAX, ymm(2), 4, 0), ymm(2)));
    assertRefused(a -> a.vpgatherdd(ymm(1), new Gathered(RAX, ymm(2), 4, 0), ymm(1)));
    assertRefused(a -> a.vpgatherdd(zmm(1), new Gathered(RAX, zmm(2), 4, 0)));
    assertRefused(a -> a.vpgatherdd(zmm(1).zeroed(K1), new Gathered(RAX, zmm(2), 4, 0)));
    assertRefused(a -> a.vpgatherdd(zmm(1).masked(K1), new Gathered(RAX, zmm(1), 4, 0)));
  }

  @Test
  void whatHasNoEncodingIsRefusedWhereItIsMade() {
    assertRefused(_ -> Vec.of(32, 512));
    assertRefused(_ -> Vec.of(-1, 512));
    assertRefused(_ -> Vec.of(0, 64));
    assertRefused(_ -> Mem.at(RAX, RSP, 1, 0));
    assertRefused(_ -> Mem.at(RAX, RCX, 3, 0));
    assertRefused(_ -> new Gathered(RAX, ymm(0), 16, 0));
    assertRefused(a -> a.shl(RAX, 256));
    assertRefused(a -> a.vpsrld(ymm(0), ymm(1), -129));
  }

  @Test
  void jumpsLeadBackwardsAndForwards() {
    Assembler a = new Assembler();
    Label begin = new Label();
    Label end = new Label();
    a.bind(begin);
    a.jmp(end); // 5 bytes
    a.jnz(begin); // 6 bytes
    a.bind(end);
    assertThat(a.toBytes()).asHexString().isEqualTo("E9060000000F85F5FFFFFF");
  }

  @Test
  void dataBesideTheCodeIsFoundRelativeToTheNextInstruction() {
    Assembler a = new Assembler();
    Label data = new Label();
    a.vpshufd(xmm(1), Mem.at(data), 0x1B); // 9 bytes, the last an immediate
    a.add(Mem.at(data).plus(4), 1000); // 11 bytes, the last four an immediate
    a.align(32);
    a.bind(data);
    a.dd(1, 2);
    byte[] code = a.toBytes();
    assertThat(code).hasSize(40);
    assertThat(HexFormat.of().formatHex(code, 0, 20))
        .isEqualTo("c5f9700d170000001b" + "48810510000000e8030000");
  }

  @Test
  void dataIsLittleEndian() {
    Assembler a = new Assembler();
    a.db(1, -1);
    a.dw(0x0203);
    a.dd(0x04050607);
    a.dd(1f);
    a.dq(0x08090A0B0C0D0E0FL);
    assertThat(a.toBytes())
        .asHexString()
        .isEqualTo("01FF030207060504" + "0000803F" + "0F0E0D0C0B0A0908");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 63, 64})
  void codeIsAlignedByInstructionsThatDoNothing(int before) {
    Assembler a = new Assembler();
    for (int i = 0; i < before; i++) {
      a.ret();
    }
    a.align(32);
    assertThat(a.toBytes().length).isEqualTo((before + 31) / 32 * 32);
  }

  @Test
  void codeGrowsAsFarAsItMust() {
    Assembler a = new Assembler();
    for (int i = 0; i < 100_000; i++) {
      a.ret();
    }
    assertThat(a.toBytes()).hasSize(100_000).containsOnly(0xC3);
  }

  @Test
  void aLabelIsBoundExactlyOnce() {
    Assembler a = new Assembler();
    Label label = new Label();
    a.jmp(label);
    assertThatIllegalStateException().isThrownBy(a::toBytes).withMessageContaining("never bound");
    a.bind(label);
    assertThatIllegalStateException()
        .isThrownBy(() -> a.bind(label))
        .withMessageContaining("twice");
  }

  @Test
  void operandsReadAsInTheManual() {
    assertThat(zmm(3).zeroed(K2)).hasToString("zmm3{k2}{z}");
    assertThat(Mem.at(R12, RCX, 4, -32).broadcast()).hasToString("[r12+rcx*4-0x20]{bcst}");
    assertThat(new Gathered(RAX, ymm(9), 8, 16)).hasToString("[rax+ymm9*8+0x10]");
  }

  private static void assertCode(Consumer<Assembler> listing, String hex) {
    Assembler a = new Assembler();
    listing.accept(a);
    assertThat(HexFormat.of().formatHex(a.toBytes())).isEqualTo(hex);
  }

  private static void assertRefused(Consumer<Assembler> listing) {
    Assembler a = new Assembler();
    assertThatIllegalArgumentException().isThrownBy(() -> listing.accept(a));
  }
}
