package ryot.engine.kernel.machine;

import java.lang.foreign.MemorySegment;
import java.util.Locale;

/**
 * Machine code that can be called. The memory is written first and made executable after, never
 * both at once, and goes back to the system when closed. Linux and macOS on x86-64.
 */
final class ExecutableMemory implements AutoCloseable {
  private final MemoryMapping mapping;
  private final long address;
  private final int bytes;
  private boolean closed;

  private ExecutableMemory(MemoryMapping mapping, long address, int bytes) {
    this.mapping = mapping;
    this.address = address;
    this.bytes = bytes;
  }

  /**
   * Memory that holds the code, at the beginning of a page.
   *
   * @throws ExecutableMemoryException if this is no such system, or it refuses
   */
  static ExecutableMemory of(byte[] code) {
    if (code.length == 0) {
      throw new IllegalArgumentException("no code to make executable");
    }
    requirePlatform(System.getProperty("os.arch", ""), os());
    MemoryMapping mapping;
    try {
      mapping = new MemoryMapping(isMacOs());
    } catch (IllegalCallerException refused) {
      throw new ExecutableMemoryException(
          "native access is not enabled: start java with --enable-native-access=ALL-UNNAMED",
          refused);
    }
    long address = mapping.mapWritable(code.length);
    try {
      segment(address, code.length).copyFrom(MemorySegment.ofArray(code));
      mapping.makeExecutable(address, code.length);
    } catch (ExecutableMemoryException refused) {
      mapping.unmap(address, code.length);
      throw refused;
    }
    return new ExecutableMemory(mapping, address, code.length);
  }

  private static String os() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
  }

  /** Whether the system is macOS, whose calls have numbers of their own. */
  static boolean isMacOs() {
    return os().startsWith("mac");
  }

  /**
   * Refuses what the code is not for.
   *
   * @param processor as the property {@code os.arch} has it
   * @param os as {@code os.name} has it, in lower case
   */
  static void requirePlatform(String processor, String os) {
    if (!processor.equals("amd64") && !processor.equals("x86_64")) {
      throw new ExecutableMemoryException("the processor is " + processor + ", not x86-64");
    }
    if (!os.startsWith("linux") && !os.startsWith("mac")) {
      throw new ExecutableMemoryException("the system is " + os + ", not Linux or macOS");
    }
  }

  /** The first byte, as a downcall takes it; valid until {@link #close}, which it does not see. */
  MemorySegment entry() {
    return entry(0);
  }

  /** The place of a label in the code; valid until {@link #close}, which it does not see. */
  MemorySegment entry(Label label) {
    return entry(label.position());
  }

  private MemorySegment entry(int offset) {
    if (closed) {
      throw new IllegalStateException("the code is no longer mapped");
    }
    if (offset >= bytes) {
      throw new IllegalArgumentException("byte %d of %d bytes of code".formatted(offset, bytes));
    }
    return MemorySegment.ofAddress(address + offset);
  }

  @SuppressWarnings("restricted") // the memory is ours, and of that size
  private static MemorySegment segment(long address, long bytes) {
    return MemorySegment.ofAddress(address).reinterpret(bytes);
  }

  /** Unmaps the code; no thread may be in it, nor enter it again. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      mapping.unmap(address, bytes);
    }
  }
}
