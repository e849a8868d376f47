package ryot.recall;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Map;

/** Where blocks are kept beyond memory. Safe for use by many threads. */
interface Blocks {

  /** What is kept. */
  Map<BlockId, BlockInfo> list() throws IOException;

  /**
   * Reads a block.
   *
   * @param target as large as the block; filled
   * @return false if there is none of that name and size
   * @throws IOException if it cannot be read, or is not what was written
   */
  boolean read(BlockId id, MemorySegment target) throws IOException;

  /** Keeps a block; it lasts when this returns. */
  void write(BlockId id, BlockInfo info, MemorySegment block) throws IOException;

  /** Forgets a block, if there is one of that name. */
  void remove(BlockId id) throws IOException;
}
