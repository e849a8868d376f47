package ryot.recall;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Copies of the blocks used last, outside the heap, where the collector need not move them, and
 * within a budget of bytes. Safe for use by many threads, which read side by side.
 */
final class BlockMemory implements AutoCloseable {

  /** A block's memory, freed once it is forgotten and nobody reads it. Guarded by the memory. */
  private static final class Copy {
    final Arena arena = Arena.ofShared();
    final MemorySegment bytes;
    int readers;
    boolean forgotten;

    Copy(MemorySegment block) {
      bytes = arena.allocate(block.byteSize(), Long.BYTES).copyFrom(block);
    }

    void freeIfUnused() {
      if (forgotten && readers == 0) {
        arena.close();
      }
    }
  }

  private final long budgetBytes;

  /** Longest unused first. */
  private final LinkedHashMap<BlockId, Copy> blocks = new LinkedHashMap<>(16, 0.75f, true);

  private long bytes;

  BlockMemory(long budgetBytes) {
    this.budgetBytes = budgetBytes;
  }

  synchronized boolean holds(BlockId id) {
    return blocks.containsKey(id);
  }

  /** Reads a block into memory as large as it; false if it is not here. */
  boolean read(BlockId id, MemorySegment target) {
    Copy copy = retain(id);
    if (copy == null) {
      return false;
    }
    try {
      target.copyFrom(copy.bytes);
      return true;
    } finally {
      release(copy);
    }
  }

  private synchronized @Nullable Copy retain(BlockId id) {
    Copy copy = blocks.get(id);
    if (copy != null) {
      copy.readers++;
    }
    return copy;
  }

  private synchronized void release(Copy copy) {
    copy.readers--;
    copy.freeIfUnused();
  }

  /** Remembers a copy of {@code block}, unless there is no room for it. */
  void add(BlockId id, MemorySegment block) {
    if (block.byteSize() > budgetBytes) {
      return;
    }
    Copy copy;
    try {
      copy = new Copy(block);
    } catch (OutOfMemoryError e) {
      return; // of memory outside the heap: the JVM's limit is below the budget
    }
    synchronized (this) {
      remove(id);
      blocks.put(id, copy);
      bytes += copy.bytes.byteSize();
      while (bytes > budgetBytes) {
        remove(blocks.firstEntry().getKey());
      }
    }
  }

  synchronized void remove(BlockId id) {
    Copy copy = blocks.remove(id);
    if (copy != null) {
      bytes -= copy.bytes.byteSize();
      copy.forgotten = true;
      copy.freeIfUnused();
    }
  }

  /** Bytes of what is remembered. */
  synchronized long bytes() {
    return bytes;
  }

  /** Forgets everything; what is being read is freed afterwards. */
  @Override
  public synchronized void close() {
    while (!blocks.isEmpty()) {
      remove(blocks.firstEntry().getKey());
    }
  }
}
