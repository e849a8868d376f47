package ryot.engine.kernel.machine;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ryot.engine.kernel.Ceilings;

/** The loops do what their figures claim. */
class CeilingLoopsTest {

  private static void assumeHere(Level level) {
    MachineHere.assumeExecutable();
    assumeTrue(
        MachineKernelProvider.highestLevel().filter(here -> here.compareTo(level) >= 0).isPresent(),
        () -> "no " + level.description() + " here");
  }

  private static long call(byte[] code, long rounds) throws Throwable {
    MethodHandle loop = MachineHere.function(FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
    try (ExecutableMemory memory = MachineHere.executable(code)) {
      return (long) loop.invokeExact(memory.entry(), rounds);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyByteIsRead(Level level) {
    assumeHere(level);
    MachineCeilings ceilings = new MachineCeilings(level);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(2 * Ceilings.READ_UNIT, Ceilings.READ_UNIT);
      assertThat(ceilings.or(memory)).isZero();
      for (long at = 0; at < memory.byteSize(); at++) {
        memory.set(JAVA_BYTE, at, (byte) 0x40);
        assertThat(ceilings.or(memory)).as("byte %d", at).isEqualTo(0x40L << (8 * (at % 8)));
        memory.set(JAVA_BYTE, at, (byte) 0);
      }
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ceilings.read(memory.asSlice(0, Ceilings.READ_UNIT - 64)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyRoundMultipliesAndAddsFloats(Level level) throws Throwable {
    assumeHere(level);
    assertThat(Float.intBitsToFloat((int) call(CeilingLoops.floats(level), 7))).isEqualTo(7);
  }

  @ParameterizedTest
  @EnumSource
  void everyProductOfBytesIsInTheSum(Level level) throws Throwable {
    assumeHere(level);
    int lanes = level.lanes();
    assertThat(call(CeilingLoops.bytes(level), 5) * lanes)
        .isEqualTo(5L * CeilingLoops.bytesPerRound(level));
  }
}
