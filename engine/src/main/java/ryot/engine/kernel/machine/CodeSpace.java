package ryot.engine.kernel.machine;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Routines in executable memory, which is given back when nobody holds one of them any more. */
final class CodeSpace {
  private static final int ALIGNMENT = 64;

  private CodeSpace() {}

  /**
   * The entry of a routine, likewise.
   *
   * @throws ExecutableMemoryException if the system refuses
   */
  static MemorySegment load(byte[] routine) {
    return load(List.of(routine)).getFirst();
  }

  /**
   * The entries of routines, in order; each is code that finds its data relative to itself.
   *
   * @throws ExecutableMemoryException if the system refuses
   */
  @SuppressWarnings("restricted") // the memory is ours, and of that size
  static List<MemorySegment> load(List<byte[]> routines) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    List<Integer> starts = new ArrayList<>();
    for (byte[] routine : routines) {
      all.writeBytes(new byte[-all.size() & (ALIGNMENT - 1)]);
      starts.add(all.size());
      all.writeBytes(routine);
    }
    ExecutableMemory memory = ExecutableMemory.of(all.toByteArray());
    MemorySegment code =
        memory.entry().reinterpret(all.size(), Arena.ofAuto(), _ -> memory.close());
    return starts.stream().map(code::asSlice).toList();
  }
}
