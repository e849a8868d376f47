package ryot.engine.kernel.machine;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/** The attention routines in use, one for each shape of tile. */
final class AttentionRoutines {
  private final Level level;
  private final Map<BlockAttention.Places, MemorySegment> routines = new HashMap<>();

  AttentionRoutines(Level level) {
    this.level = level;
  }

  /** The routine for tiles laid out so, assembled when first asked for. */
  synchronized MemorySegment routine(BlockAttention.Places places) {
    return routines.computeIfAbsent(
        places, key -> CodeSpace.load(BlockAttention.assemble(level, key)));
  }
}
