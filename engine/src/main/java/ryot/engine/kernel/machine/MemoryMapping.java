package ryot.engine.kernel.machine;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The system calls {@code mmap}, {@code mprotect} and {@code munmap} of POSIX. */
@SuppressWarnings("restricted") // calling the system is what this class is for
final class MemoryMapping {
  private static final int PROT_READ = 1;
  private static final int PROT_WRITE = 2;
  private static final int PROT_EXEC = 4;
  private static final int MAP_PRIVATE = 2;
  private static final int MAP_ANONYMOUS_LINUX = 0x20;
  private static final int MAP_ANONYMOUS_MACOS = 0x1000;
  private static final long FAILED = -1;

  private static final String ERRNO = "errno";
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final ValueLayout.OfLong ADDRESS = ValueLayout.JAVA_LONG;
  private static final ValueLayout.OfLong SIZE = ValueLayout.JAVA_LONG;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

  private final int anonymous;
  private final MethodHandle mmap;
  private final MethodHandle mprotect;
  private final MethodHandle munmap;

  /**
   * Finds the calls.
   *
   * @throws IllegalCallerException if native access is not enabled
   * @throws ExecutableMemoryException if this system has none of that name
   */
  MemoryMapping(boolean macOs) {
    anonymous = macOs ? MAP_ANONYMOUS_MACOS : MAP_ANONYMOUS_LINUX;
    mmap = call("mmap", FunctionDescriptor.of(ADDRESS, ADDRESS, SIZE, INT, INT, INT, SIZE));
    mprotect = call("mprotect", FunctionDescriptor.of(INT, ADDRESS, SIZE, INT));
    munmap = call("munmap", FunctionDescriptor.of(INT, ADDRESS, SIZE));
  }

  private static MethodHandle call(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    MemorySegment address =
        linker
            .defaultLookup()
            .find(name)
            .orElseThrow(() -> new ExecutableMemoryException("this system has no " + name));
    return linker.downcallHandle(address, descriptor, Linker.Option.captureCallState(ERRNO));
  }

  /** New memory that can be read and written; its address. */
  long mapWritable(long bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long address =
          (long)
              mmap.invokeExact(
                  state, 0L, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | anonymous, -1, 0L);
      require(address != FAILED, "mmap of " + bytes + " bytes", state);
      return address;
    } catch (Throwable thrown) {
      throw unchecked(thrown);
    }
  }

  /** It can be read and executed from now on, and no longer written. */
  void makeExecutable(long address, long bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int result = (int) mprotect.invokeExact(state, address, bytes, PROT_READ | PROT_EXEC);
      require(result == 0, "mprotect to executable", state);
    } catch (Throwable thrown) {
      throw unchecked(thrown);
    }
  }

  void unmap(long address, long bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int result = (int) munmap.invokeExact(state, address, bytes);
      require(result == 0, "munmap", state);
    } catch (Throwable thrown) {
      throw unchecked(thrown);
    }
  }

  private static void require(boolean succeeded, String what, MemorySegment state) {
    if (!succeeded) {
      int errno = state.get(INT, STATE.byteOffset(PathElement.groupElement(ERRNO)));
      throw new ExecutableMemoryException(
          "the system refuses executable memory: %s failed with errno %d".formatted(what, errno));
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
