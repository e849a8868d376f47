package ryot.engine.kernel.machine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Memory for packed weights. It is taken from the system in slabs, in large pages where those are
 * to be had: a step reads all weights once, and small pages would cost it a third of the memory's
 * speed (measured on Zen 4: 25 to 33 GB/s).
 */
final class WeightMemory {
  private static final long LARGE_PAGE = 2 << 20;

  /** What is not used of a slab is never touched, and so takes no memory. */
  private static final long SLAB = 64 << 20;

  private static final long ALIGNMENT = 64;

  private final MemoryMapping mapping = new MemoryMapping(ExecutableMemory.isMacOs());
  private MemorySegment free = MemorySegment.NULL;
  private @Nullable Arena owner;

  /** Zeroed memory, aligned to cache lines, that lives as long as {@code arena}. */
  MemorySegment allocate(long bytes, Arena arena) {
    if (!arena.equals(owner) || free.byteSize() < bytes) {
      free = slab(bytes, arena);
      owner = arena;
    }
    MemorySegment taken = free.asSlice(0, bytes);
    long used = Math.min(free.byteSize(), (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
    free = free.asSlice(used);
    return taken;
  }

  @SuppressWarnings("restricted") // the memory is ours, and of that size
  private MemorySegment slab(long bytes, Arena arena) {
    long size = Math.max(SLAB, (bytes + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE);
    long mapped = size + LARGE_PAGE;
    long address = mapping.mapWritable(mapped);
    MemorySegment slab =
        MemorySegment.ofAddress(address)
            .reinterpret(mapped, arena, _ -> mapping.unmap(address, mapped))
            .asSlice(-address & (LARGE_PAGE - 1), size);
    mapping.preferLargePages(slab.address(), size);
    return slab;
  }

  /** Tells the system that the file's own copy of {@code data} will hardly be read again. */
  void release(MemorySegment data) {
    if (data.isMapped()) {
      mapping.forget(data.address(), data.byteSize());
    }
  }
}
