package ryot.engine.kernel.machine;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Calls of routines that work on native memory and one Java array: {@code void f(long p, long q,
 * address a, long r, long s, long t, long u)}, in RDI, RSI, RDX, RCX, R8, R9 and at {@code [rsp +
 * 8]}. The collector waits while one runs. Not {@link ArrayCall}: where arrays and native memory
 * meet in one call, the segments are no longer optimized away (measured: 200 kB a token).
 */
final class MixedCall {

  @SuppressWarnings("restricted") // called with the code and arguments that listings name
  private static final MethodHandle HANDLE =
      Linker.nativeLinker()
          .downcallHandle(
              FunctionDescriptor.ofVoid(
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.ADDRESS,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG),
              Linker.Option.critical(true));

  private MixedCall() {}

  /** Runs {@code code}, whose listing names the arguments. */
  static void call(
      MemorySegment code, long p, long q, MemorySegment a, long r, long s, long t, long u) {
    try {
      HANDLE.invokeExact(code, p, q, a, r, s, t, u);
    } catch (Throwable e) {
      throw new IllegalStateException("a machine routine could not be called", e);
    }
  }
}
