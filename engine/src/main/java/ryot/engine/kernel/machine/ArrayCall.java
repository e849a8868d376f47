package ryot.engine.kernel.machine;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Calls of routines that work on Java arrays where they lie: {@code void f(address a, long p, long
 * q, address b, address c, long r, long s)}, in RDI, RSI, RDX, RCX, R8, R9 and at {@code [rsp +
 * 8]}. The collector waits while one runs. (One shape serves them all, for the reason that {@link
 * NativeCall} gives.)
 */
final class ArrayCall {

  @SuppressWarnings("restricted") // called with the code and arguments that listings name
  private static final MethodHandle HANDLE =
      Linker.nativeLinker()
          .downcallHandle(
              FunctionDescriptor.ofVoid(
                  ValueLayout.ADDRESS,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.ADDRESS,
                  ValueLayout.ADDRESS,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG),
              Linker.Option.critical(true));

  private ArrayCall() {}

  /** Runs {@code code}, whose listing names the arguments. */
  static void call(
      MemorySegment code,
      MemorySegment a,
      long p,
      long q,
      MemorySegment b,
      MemorySegment c,
      long r,
      long s) {
    try {
      HANDLE.invokeExact(code, a, p, q, b, c, r, s);
    } catch (Throwable e) {
      throw new IllegalStateException("a machine routine could not be called", e);
    }
  }
}
