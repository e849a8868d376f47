package ryot.recall;

import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The blocks used last, on the heap, within a budget of bytes. What is forgotten here lives on as
 * long as somebody refers to it. One thread at a time.
 */
final class BlockMemory {

  private final long budgetBytes;

  /** Longest unused first. */
  private final LinkedHashMap<BlockId, MemorySegment> blocks = new LinkedHashMap<>(16, 0.75f, true);

  private long bytes;

  BlockMemory(long budgetBytes) {
    this.budgetBytes = budgetBytes;
  }

  /**
   * Memory for a block. It is on the heap: the cipher is faster there, and the collector hears of
   * it, which memory outside would only when the JVM's limit for that is reached.
   */
  static MemorySegment allocate(long size) {
    return MemorySegment.ofArray(new byte[Math.toIntExact(size)]);
  }

  @Nullable MemorySegment find(BlockId id) {
    return blocks.get(id);
  }

  /** Remembers a block that nobody changes any more. */
  void add(BlockId id, MemorySegment block) {
    remove(id);
    if (block.byteSize() > budgetBytes) {
      return;
    }
    blocks.put(id, block);
    bytes += block.byteSize();
    while (bytes > budgetBytes) {
      Map.Entry<BlockId, MemorySegment> eldest = blocks.firstEntry();
      remove(eldest.getKey());
    }
  }

  void remove(BlockId id) {
    MemorySegment removed = blocks.remove(id);
    if (removed != null) {
      bytes -= removed.byteSize();
    }
  }

  long bytes() {
    return bytes;
  }
}
