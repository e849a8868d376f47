package ryot.recall;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;

/**
 * Loads the blocks of one text, from memory where that has them, else from where they are kept.
 * Several threads take one after another, since deciphering takes as long as reading does. What
 * follows a block that cannot be had is of no use, and is not waited for.
 */
final class BlockLoading {

  private static final int THREADS = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);

  private final BlockMemory memory;
  private final Blocks blocks;
  private final List<KnownBlock> way;
  private final IntFunction<MemorySegment> targets;

  /** The next block that nobody has taken. */
  private final AtomicInteger next = new AtomicInteger();

  /** The first block that cannot be had. */
  private final AtomicInteger end;

  private final Queue<BlockId> broken = new ConcurrentLinkedQueue<>();
  private final LongAdder memoryBlocks = new LongAdder();
  private final LongAdder vaultBlocks = new LongAdder();
  private final LongAdder vaultBytes = new LongAdder();
  private final LongAdder vaultNanos = new LongAdder();
  private final int threads;

  /**
   * What is to be loaded.
   *
   * @param way the blocks in the order of the text
   * @param targets gives the memory for each of them by its place in {@code way}, at least as large
   *     as the block
   */
  BlockLoading(
      BlockMemory memory, Blocks blocks, List<KnownBlock> way, IntFunction<MemorySegment> targets) {
    this.memory = memory;
    this.blocks = blocks;
    this.way = way;
    this.targets = targets;
    this.end = new AtomicInteger(way.size());
    this.threads = Math.min(THREADS, way.size());
  }

  /** Loads them; returns when nobody touches a target any more. */
  void run() {
    List<Thread> helpers = new ArrayList<>();
    for (int i = 1; i < threads; i++) {
      helpers.add(Thread.ofPlatform().daemon().name("ryot-recall-" + i).start(this::work));
    }
    work();
    boolean interrupted = false;
    for (Thread helper : helpers) {
      while (helper.isAlive()) {
        try {
          helper.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    for (int i = next.getAndIncrement(); i < end.get(); i = next.getAndIncrement()) {
      if (!load(i)) {
        end.accumulateAndGet(i, Math::min);
      }
    }
  }

  private boolean load(int index) {
    KnownBlock block = way.get(index);
    MemorySegment target;
    try {
      target = targets.apply(index).asSlice(0, block.info().bytes());
    } catch (RuntimeException | OutOfMemoryError e) {
      return false; // who asked has no room for it, or is gone
    }
    try {
      if (memory.read(block.id(), target)) {
        memoryBlocks.increment();
        return true;
      }
      long begun = System.nanoTime();
      if (blocks.read(block.id(), target)) {
        vaultBlocks.increment();
        vaultBytes.add(target.byteSize());
        vaultNanos.add(System.nanoTime() - begun);
        return true;
      }
      broken.add(block.id());
    } catch (IOException | RuntimeException e) {
      if (target.scope().isAlive()) { // else it is who asked that has gone
        broken.add(block.id());
      }
    }
    return false;
  }

  /** How many blocks, from the first on, are loaded. */
  int whole() {
    return end.get();
  }

  /** Blocks that are gone, cannot be read, or are not what was written. */
  Iterable<BlockId> broken() {
    return broken;
  }

  /** Blocks that memory had. */
  long memoryBlocks() {
    return memoryBlocks.sum();
  }

  /** Blocks from elsewhere. */
  long vaultBlocks() {
    return vaultBlocks.sum();
  }

  /** Bytes of these. */
  long vaultBytes() {
    return vaultBytes.sum();
  }

  /** What they took, side by side as they were loaded. */
  long vaultNanos() {
    return vaultNanos.sum() / threads;
  }
}
