package ryot.engine.kernel.machine;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/** The calls {@code mmap}, {@code mprotect}, {@code munmap} and {@code madvise}. */
final class MemoryMapping {
  private static final int PROT_READ = 1;
  private static final int PROT_WRITE = 2;
  private static final int PROT_EXEC = 4;
  private static final int MAP_PRIVATE = 2;
  private static final int MAP_ANONYMOUS_LINUX = 0x20;
  private static final int MAP_ANONYMOUS_MACOS = 0x1000;
  private static final int NO_FILE = -1;
  private static final int MADV_DONTNEED = 4;
  private static final int MADV_HUGEPAGE = 14;
  private static final long PAGE = 4096;
  private static final int FAILED = -1;

  private final int anonymous;
  private final NativeCall calls = new NativeCall();

  /**
   * Links the calls.
   *
   * @throws IllegalCallerException if native access is not enabled
   */
  MemoryMapping(boolean macOs) {
    anonymous = macOs ? MAP_ANONYMOUS_MACOS : MAP_ANONYMOUS_LINUX;
  }

  /** New memory that can be read and written; its address. */
  long mapWritable(long bytes) {
    int flags = MAP_PRIVATE | anonymous;
    return call("mmap", 0, bytes, PROT_READ | PROT_WRITE, flags, NO_FILE, 0);
  }

  /** It can be read and executed from now on, and no longer written. */
  void makeExecutable(long address, long bytes) {
    call("mprotect", address, bytes, PROT_READ | PROT_EXEC, 0, 0, 0);
  }

  /** Asks for large pages, which the system may have or not. */
  void preferLargePages(long address, long bytes) {
    advise(address, bytes, MADV_HUGEPAGE);
  }

  /**
   * Gives back the pages that lie wholly in a mapped file's bytes; they are read again when needed.
   */
  void forget(long address, long bytes) {
    long from = (address + PAGE - 1) / PAGE * PAGE;
    long to = (address + bytes) / PAGE * PAGE;
    if (from < to) {
      advise(from, to - from, MADV_DONTNEED);
    }
  }

  /** Advice is Linux's, and does no harm where it is not taken. */
  private void advise(long address, long bytes, int advice) {
    if (anonymous == MAP_ANONYMOUS_LINUX) {
      Linker.nativeLinker()
          .defaultLookup()
          .find("madvise")
          .ifPresent(function -> calls.call(function, address, bytes, advice));
    }
  }

  void unmap(long address, long bytes) {
    call("munmap", address, bytes, 0, 0, 0, 0);
  }

  /** All three return -1 when they fail: an address, or an {@code int}. */
  private long call(String name, long a, long b, long c, long d, long e, long f) {
    MemorySegment function =
        Linker.nativeLinker()
            .defaultLookup()
            .find(name)
            .orElseThrow(() -> new ExecutableMemoryException("this system has no " + name));
    long result = calls.call(function, a, b, c, d, e, f);
    if ((int) result == FAILED) {
      throw new ExecutableMemoryException(
          "the system refuses memory: %s of %d bytes failed with errno %d"
              .formatted(name, b, errno(function, a, b, c, d, e, f)));
    }
    return result;
  }

  /** Of a call that has failed, by failing once more: a call that keeps it is seldom needed. */
  private static int errno(MemorySegment function, long a, long b, long c, long d, long e, long f) {
    String name = "errno";
    StructLayout layout = Linker.Option.captureStateLayout();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(layout);
      new NativeCall(Linker.Option.captureCallState(name))
          .capturing(function, state, a, b, c, d, e, f);
      return state.get(ValueLayout.JAVA_INT, layout.byteOffset(PathElement.groupElement(name)));
    }
  }
}
