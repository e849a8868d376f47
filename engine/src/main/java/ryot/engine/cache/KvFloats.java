package ryot.engine.cache;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static ryot.engine.cache.KvCache.PAGE;

import java.lang.foreign.MemorySegment;

/** Float32: what was written is what is read. */
record KvFloats(KvLayout layout) implements KvFormat {

  @Override
  public void writeKeys(
      MemorySegment page, int layer, int head, int slot, float[] keys, int offset) {
    long at = layout.keysOffset(layer, head) + (long) slot * Float.BYTES;
    for (int d = 0; d < layout.shape().headSize(); d++) {
      page.set(JAVA_FLOAT, at + (long) d * PAGE * Float.BYTES, keys[offset + d]);
    }
  }

  @Override
  public void writeValues(
      MemorySegment page, int layer, int head, int slot, float[] values, int offset) {
    int size = layout.shape().headSize();
    long at = layout.valuesOffset(layer, head) + (long) slot * size * Float.BYTES;
    MemorySegment.copy(values, offset, page, JAVA_FLOAT, at, size);
  }

  @Override
  public void readKeys(MemorySegment page, int layer, int head, float[] out) {
    read(page, layout.keysOffset(layer, head), out);
  }

  @Override
  public void readValues(MemorySegment page, int layer, int head, float[] out) {
    read(page, layout.valuesOffset(layer, head), out);
  }

  private void read(MemorySegment page, long at, float[] out) {
    MemorySegment.copy(page, JAVA_FLOAT, at, out, 0, layout.shape().headSize() * PAGE);
  }
}
