package ryot.engine.cache;

import java.lang.foreign.MemorySegment;

/**
 * How floats become what a page stores, and back. Methods work on one head of one layer, which
 * {@link KvLayout} finds; different threads may write different slots of a page.
 */
sealed interface KvFormat permits KvFloats, KvHalves, KvBytes {

  static KvFormat of(KvLayout layout) {
    return switch (layout.type()) {
      case F32 -> new KvFloats(layout);
      case F16 -> new KvHalves(layout);
      case Q8_0 -> new KvBytes(layout);
    };
  }

  /** Stores {@code headSize} keys as those of the page's position {@code slot}. */
  void writeKeys(MemorySegment page, int layer, int head, int slot, float[] keys, int offset);

  /** Stores {@code headSize} values likewise. */
  void writeValues(MemorySegment page, int layer, int head, int slot, float[] values, int offset);

  /** Fills {@code out} with the keys, {@code [headSize, PAGE]}. */
  void readKeys(MemorySegment page, int layer, int head, float[] out);

  /** Fills {@code out} with the values, {@code [PAGE, headSize]}. */
  void readValues(MemorySegment page, int layer, int head, float[] out);
}
