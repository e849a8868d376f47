package ryot.engine.cache;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values of {@link KvCache#PAGE} consecutive positions, all layers and heads, laid out as
 * {@link KvLayout} says. Who holds it is the pool's to know: the fields are guarded by it.
 */
final class KvPage {

  final MemorySegment memory;

  /** Caches that hold it. */
  int holders;

  /** Its place in the index of prefixes; null if it has none and may be written. */
  PrefixIndex.@Nullable Node node;

  /** Whether anything may have been written. */
  boolean used;

  KvPage(MemorySegment memory) {
    this.memory = memory;
  }
}
