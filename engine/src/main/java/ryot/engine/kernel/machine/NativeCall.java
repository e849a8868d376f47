package ryot.engine.kernel.machine;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Calls of functions that take up to six integers or addresses and return one. System V passes each
 * in a register of its own whatever its size, and what a function does not take it does not see; so
 * one shape serves them all. (Each further shape takes the linker about 10 ms when a program
 * starts.)
 */
final class NativeCall {
  /** {@code long f(long, long, long, long, long, long)}. */
  static final FunctionDescriptor SHAPE =
      FunctionDescriptor.of(
          JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  private final MethodHandle handle;

  /**
   * Links.
   *
   * @throws IllegalCallerException if native access is not enabled
   */
  @SuppressWarnings("restricted") // calling what is not Java is what this class is for
  NativeCall(Linker.Option... options) {
    handle = Linker.nativeLinker().downcallHandle(SHAPE, options);
  }

  /** As it comes back in RAX; of a function that returns 32 bits, those above mean nothing. */
  long call(MemorySegment function, long a, long b, long c, long d, long e, long f) {
    try {
      return (long) handle.invokeExact(function, a, b, c, d, e, f);
    } catch (Throwable thrown) {
      throw unchecked(thrown);
    }
  }

  long call(MemorySegment function, long a, long b, long c) {
    return call(function, a, b, c, 0, 0, 0);
  }

  /** With {@link Linker.Option#captureCallState}: where to leave the state. */
  long capturing(
      MemorySegment function, MemorySegment state, long a, long b, long c, long d, long e, long f) {
    try {
      return (long) handle.invokeExact(function, state, a, b, c, d, e, f);
    } catch (Throwable thrown) {
      throw unchecked(thrown);
    }
  }

  /** A method handle declares {@link Throwable}; what really comes is unchecked. */
  private static RuntimeException unchecked(Throwable thrown) {
    return switch (thrown) {
      case RuntimeException exception -> exception;
      case Error error -> throw error;
      default -> new IllegalStateException("a downcall threw a checked exception", thrown);
    };
  }
}
