package ryot.engine.kernel.machine;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static ryot.engine.kernel.machine.CpuFeature.AVX2;
import static ryot.engine.kernel.machine.CpuFeature.AVX512BW;
import static ryot.engine.kernel.machine.CpuFeature.AVX512F;
import static ryot.engine.kernel.machine.CpuFeature.AVX512VL;
import static ryot.engine.kernel.machine.CpuFeature.AVX512_VNNI;
import static ryot.engine.kernel.machine.CpuFeature.FMA;
import static ryot.engine.kernel.machine.Gp.R8;
import static ryot.engine.kernel.machine.Gp.RAX;
import static ryot.engine.kernel.machine.Gp.RCX;
import static ryot.engine.kernel.machine.Gp.RDI;
import static ryot.engine.kernel.machine.Gp.RDX;
import static ryot.engine.kernel.machine.Gp.RSI;
import static ryot.engine.kernel.machine.Mask.K1;
import static ryot.engine.kernel.machine.Vec.xmm;
import static ryot.engine.kernel.machine.Vec.ymm;
import static ryot.engine.kernel.machine.Vec.zmm;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Assembled functions, called: they compute what their listing says. */
class AssembledCodeTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 100})
  void aLoopWithLabelsSumsIntegers(int n) throws Throwable {
    Assembler a = new Assembler();
    Label loop = new Label();
    Label done = new Label();
    // (int[] values: rdi, long n: rsi) -> long
    a.xorl(RAX, RAX);
    a.test(RSI, RSI);
    a.jz(done);
    a.lea(RDI, Mem.at(RDI, RSI, 4, 0)); // one past the last
    a.neg(RSI);
    a.bind(loop);
    a.movsxd(RCX, Mem.at(RDI, RSI, 4, 0));
    a.add(RAX, RCX);
    a.inc(RSI);
    a.jnz(loop);
    a.bind(done);
    a.ret();

    int[] values = new Random(1).ints(n).toArray();
    long expected = 0;
    for (int value : values) {
      expected += value;
    }
    MethodHandle sum = MachineHere.function(FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG));
    try (ExecutableMemory code = MachineHere.executable(a.toBytes())) {
      assertThat((long) sum.invokeExact(code.entry(), MemorySegment.ofArray(values), (long) n))
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 5, -3, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFFL, Long.MIN_VALUE})
  void everyFormOfAConstantIsThatConstant(long value) throws Throwable {
    Assembler a = new Assembler();
    a.mov(RAX, value);
    a.ret();
    MethodHandle constant = MachineHere.function(FunctionDescriptor.of(JAVA_LONG));
    try (ExecutableMemory code = MachineHere.executable(a.toBytes())) {
      assertThat((long) constant.invokeExact(code.entry())).isEqualTo(value);
    }
  }

  @Test
  void anAvx2DotProductIsThatOfJava() throws Throwable {
    MachineHere.assumeFeatures(AVX2, FMA);
    Assembler a = new Assembler();
    Label loop = new Label();
    // (float[] x: rdi, float[] y: rsi, long n: rdx, a multiple of 8) -> float
    a.vxorps(ymm(0), ymm(0), ymm(0));
    a.xorl(RCX, RCX);
    a.bind(loop);
    a.vmovups(ymm(1), Mem.at(RDI, RCX, 4, 0));
    a.vfmadd231ps(ymm(0), ymm(1), Mem.at(RSI, RCX, 4, 0));
    a.add(RCX, 8);
    a.cmp(RCX, RDX);
    a.jl(loop);
    a.vextractf128(xmm(1), ymm(0), 1);
    a.vaddps(xmm(0), xmm(0), xmm(1));
    a.vhaddps(xmm(0), xmm(0), xmm(0));
    a.vhaddps(xmm(0), xmm(0), xmm(0));
    a.vzeroupper();
    a.ret();

    float[] x = floats(2, 96);
    float[] y = floats(3, 96);
    double expected = 0;
    for (int i = 0; i < x.length; i++) {
      expected += (double) x[i] * y[i];
    }
    MethodHandle dot =
        MachineHere.function(FunctionDescriptor.of(JAVA_FLOAT, ADDRESS, ADDRESS, JAVA_LONG));
    try (ExecutableMemory code = MachineHere.executable(a.toBytes())) {
      float found =
          (float)
              dot.invokeExact(
                  code.entry(), MemorySegment.ofArray(x), MemorySegment.ofArray(y), 96L);
      assertThat(found).isCloseTo((float) expected, within(1e-5f));
    }
  }

  @Test
  void constantsBesideTheCodeAreRead() throws Throwable {
    MachineHere.assumeFeatures(AVX2);
    Assembler a = new Assembler();
    Label factors = new Label();
    // (float[8] x: rdi)
    a.vmovups(ymm(0), Mem.at(RDI));
    a.vmulps(ymm(0), ymm(0), Mem.at(factors));
    a.vmovups(Mem.at(RDI), ymm(0));
    a.vzeroupper();
    a.ret();
    a.align(32);
    a.bind(factors);
    a.dd(1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f);

    float[] x = {1, 1, 1, 1, -1, -1, -1, -1};
    MethodHandle scale = MachineHere.function(FunctionDescriptor.ofVoid(ADDRESS));
    try (ExecutableMemory code = MachineHere.executable(a.toBytes())) {
      scale.invokeExact(code.entry(), MemorySegment.ofArray(x));
    }
    assertThat(x).containsExactly(1, 2, 3, 4, -5, -6, -7, -8);
  }

  @Test
  void anAvx512DotProductOfBytesWithAMaskedTailIsThatOfJava() throws Throwable {
    MachineHere.assumeFeatures(AVX512F, AVX512BW, AVX512VL, AVX512_VNNI, CpuFeature.BMI2);
    Assembler a = new Assembler();
    Label loop = new Label();
    Label tail = new Label();
    // (byte[] unsigned x: rdi, byte[] y: rsi, long n: rdx) -> long; 31 and 17: registers of EVEX
    a.vpxor(zmm(31), zmm(31), zmm(31));
    a.bind(loop);
    a.cmp(RDX, 64);
    a.jl(tail);
    a.vmovdqu32(zmm(17), Mem.at(RDI));
    a.vpdpbusd(zmm(31), zmm(17), Mem.at(RSI));
    a.add(RDI, 64);
    a.add(RSI, 64);
    a.sub(RDX, 64);
    a.jmp(loop);
    a.bind(tail);
    a.mov(R8, -1);
    a.bzhi(R8, R8, RDX);
    a.kmovq(K1, R8);
    a.vmovdqu8z(zmm(17), Mem.at(RDI), K1);
    a.vmovdqu8z(zmm(18), Mem.at(RSI), K1);
    a.vpdpbusd(zmm(31), zmm(17), zmm(18));
    a.vextracti64x4(ymm(0), zmm(31), 1);
    a.vpaddd(ymm(0), ymm(0), ymm(31));
    a.vextracti128(xmm(1), ymm(0), 1);
    a.vpaddd(xmm(0), xmm(0), xmm(1));
    a.vpshufd(xmm(1), xmm(0), 0b01_00_11_10);
    a.vpaddd(xmm(0), xmm(0), xmm(1));
    a.vpshufd(xmm(1), xmm(0), 0b10_11_00_01);
    a.vpaddd(xmm(0), xmm(0), xmm(1));
    a.vmovd(RAX, xmm(0));
    a.movsxd(RAX, RAX);
    a.vzeroupper();
    a.ret();

    byte[] x = new byte[150];
    byte[] y = new byte[150];
    new Random(4).nextBytes(x);
    new Random(5).nextBytes(y);
    long expected = 0;
    for (int i = 0; i < x.length; i++) {
      expected += (x[i] & 0xFF) * y[i];
    }
    MethodHandle dot =
        MachineHere.function(FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG));
    try (ExecutableMemory code = MachineHere.executable(a.toBytes())) {
      assertThat(
              (long)
                  dot.invokeExact(
                      code.entry(), MemorySegment.ofArray(x), MemorySegment.ofArray(y), 150L))
          .isEqualTo(expected);
    }
  }

  private static float[] floats(long seed, int count) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }
}
