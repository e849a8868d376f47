package ryot.engine.kernel.machine;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/** The attention routines in use, one for each shape of tile and kind of keys and values. */
final class AttentionRoutines {
  private final Level level;
  private final Map<Key, MemorySegment> routines = new HashMap<>();

  private record Key(BlockAttention.Places places, boolean halves) {}

  AttentionRoutines(Level level) {
    this.level = level;
  }

  /**
   * The routine for tiles laid out so, assembled when first asked for.
   *
   * @param halves whether keys and values are float16 numbers in native memory
   */
  synchronized MemorySegment routine(BlockAttention.Places places, boolean halves) {
    return routines.computeIfAbsent(
        new Key(places, halves),
        key -> CodeSpace.load(BlockAttention.assemble(level, key.places(), key.halves())));
  }
}
