package ryot.engine.cache;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static ryot.engine.cache.KvCache.PAGE;

import java.lang.foreign.MemorySegment;

/** Half precision: rounded when written, widened when read. */
record KvHalves(KvLayout layout) implements KvFormat {

  @Override
  public void writeKeys(
      MemorySegment page, int layer, int head, int slot, float[] keys, int offset) {
    long at = layout.keysOffset(layer, head) + (long) slot * Short.BYTES;
    for (int d = 0; d < layout.shape().headSize(); d++) {
      short half = Float.floatToFloat16(keys[offset + d]);
      page.set(JAVA_SHORT, at + (long) d * PAGE * Short.BYTES, half);
    }
  }

  @Override
  public void writeValues(
      MemorySegment page, int layer, int head, int slot, float[] values, int offset) {
    int size = layout.shape().headSize();
    long at = layout.valuesOffset(layer, head) + (long) slot * size * Short.BYTES;
    for (int d = 0; d < size; d++) {
      page.set(JAVA_SHORT, at + (long) d * Short.BYTES, Float.floatToFloat16(values[offset + d]));
    }
  }

  @Override
  public void readKeys(MemorySegment page, int layer, int head, float[] out) {
    widen(page, layout.keysOffset(layer, head), layout.shape().headSize() * PAGE, out);
  }

  @Override
  public void readValues(MemorySegment page, int layer, int head, float[] out) {
    widen(page, layout.valuesOffset(layer, head), layout.shape().headSize() * PAGE, out);
  }

  /** A loop that C2 turns into vector conversions. */
  private static void widen(MemorySegment page, long at, int count, float[] out) {
    for (int i = 0; i < count; i++) {
      out[i] = Float.float16ToFloat(page.get(JAVA_SHORT, at + 2L * i));
    }
  }
}
