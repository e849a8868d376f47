package ryot.engine.kernel.machine;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Optional;

/** What this machine can execute; a test that needs more is skipped and says what is missing. */
final class MachineHere {
  private static final CpuFeatures FEATURES = CpuFeatures.detect();

  private MachineHere() {}

  static void assumeExecutable() {
    FEATURES.obstacle().ifPresent(obstacle -> abort("no machine code here: " + obstacle));
  }

  static void assumeFeatures(CpuFeature... wanted) {
    assumeExecutable();
    assumeTrue(
        FEATURES.has(wanted),
        () -> FEATURES.brand() + " has not all of " + Arrays.toString(wanted));
  }

  static void assumeLevel(Level level) {
    Optional<Level> highest = MachineKernelProvider.highestLevel();
    assumeTrue(highest.isPresent(), "no machine code here");
    assumeTrue(highest.get().compareTo(level) >= 0, "this processor has no " + level);
  }

  /** The code, callable until closed. */
  static ExecutableMemory executable(byte[] code) {
    assumeExecutable();
    return ExecutableMemory.of(code);
  }

  /** A function that takes the address to call first, as the engine's kernels are called. */
  @SuppressWarnings("restricted") // what is called is assembled by the test
  static MethodHandle function(FunctionDescriptor descriptor) {
    return Linker.nativeLinker().downcallHandle(descriptor, Linker.Option.critical(true));
  }
}
