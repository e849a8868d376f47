package ryot.engine.cache;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static ryot.engine.cache.KvCache.PAGE;
import static ryot.engine.cache.KvType.SCALE_BLOCK;

import java.lang.foreign.MemorySegment;

/**
 * Q8_0, as GGUF has it (ggml-quants.c, {@code quantize_row_q8_0_ref}), but for keys turned like
 * those of the other formats: each block of up to 32 values of a head becomes bytes from -127 to
 * 127 and the half-precision scale that they are multiplied by.
 */
record KvBytes(KvLayout layout) implements KvFormat {

  private static final int BYTE_MAX = 127;
  private static final float HALF_MAX = 65504;

  @Override
  public void writeKeys(
      MemorySegment page, int layer, int head, int slot, float[] keys, int offset) {
    long at = layout.keysOffset(layer, head) + slot;
    long scaleAt = layout.keyScalesOffset(layer, head) + (long) slot * Short.BYTES;
    int size = layout.shape().headSize();
    for (int from = 0; from < size; from += SCALE_BLOCK) {
      int to = Math.min(size, from + SCALE_BLOCK);
      short half = scale(keys, offset + from, offset + to);
      float inverse = inverse(half);
      for (int d = from; d < to; d++) {
        page.set(JAVA_BYTE, at + (long) d * PAGE, quantize(keys[offset + d], inverse));
      }
      page.set(JAVA_SHORT, scaleAt, half);
      scaleAt += PAGE * Short.BYTES;
    }
  }

  @Override
  public void writeValues(
      MemorySegment page, int layer, int head, int slot, float[] values, int offset) {
    int size = layout.shape().headSize();
    long at = layout.valuesOffset(layer, head) + (long) slot * size;
    long scales = (long) slot * layout.type().scalesPerHead(size) * Short.BYTES;
    long scaleAt = layout.valueScalesOffset(layer, head) + scales;
    for (int from = 0; from < size; from += SCALE_BLOCK) {
      int to = Math.min(size, from + SCALE_BLOCK);
      short half = scale(values, offset + from, offset + to);
      float inverse = inverse(half);
      for (int d = from; d < to; d++) {
        page.set(JAVA_BYTE, at + d, quantize(values[offset + d], inverse));
      }
      page.set(JAVA_SHORT, scaleAt, half);
      scaleAt += Short.BYTES;
    }
  }

  /** What the largest magnitude in {@code x[from, to)} is 127 times of. */
  private static short scale(float[] x, int from, int to) {
    float largest = 0;
    for (int i = from; i < to; i++) {
      largest = Math.max(largest, Math.abs(x[i]));
    }
    return Float.floatToFloat16(Math.min(largest / BYTE_MAX, HALF_MAX));
  }

  private static float inverse(short half) {
    float scale = Float.float16ToFloat(half);
    return scale == 0 ? 0 : 1 / scale;
  }

  private static byte quantize(float value, float inverse) {
    return (byte) Math.clamp(Math.round(value * inverse), -BYTE_MAX, BYTE_MAX);
  }

  /** The row of scales is widened into the first row of its block, which is computed last. */
  @Override
  public void readKeys(MemorySegment page, int layer, int head, float[] out) {
    long at = layout.keysOffset(layer, head);
    long scaleAt = layout.keyScalesOffset(layer, head);
    int size = layout.shape().headSize();
    for (int from = 0; from < size; from += SCALE_BLOCK) {
      int scales = from * PAGE;
      for (int slot = 0; slot < PAGE; slot++) {
        short half = page.get(JAVA_SHORT, scaleAt + 2L * (from / SCALE_BLOCK * PAGE + slot));
        out[scales + slot] = Float.float16ToFloat(half);
      }
      for (int d = Math.min(size, from + SCALE_BLOCK) - 1; d >= from; d--) {
        scaleRow(page, at + (long) d * PAGE, out, scales, d * PAGE);
      }
    }
  }

  private static void scaleRow(MemorySegment page, long at, float[] out, int scales, int row) {
    for (int slot = 0; slot < PAGE; slot++) {
      out[row + slot] = page.get(JAVA_BYTE, at + slot) * out[scales + slot];
    }
  }

  @Override
  public void readValues(MemorySegment page, int layer, int head, float[] out) {
    long at = layout.valuesOffset(layer, head);
    long scaleAt = layout.valueScalesOffset(layer, head);
    int size = layout.shape().headSize();
    for (int slot = 0; slot < PAGE; slot++) {
      for (int from = 0; from < size; from += SCALE_BLOCK, scaleAt += Short.BYTES) {
        float scale = Float.float16ToFloat(page.get(JAVA_SHORT, scaleAt));
        int end = slot * size + Math.min(size, from + SCALE_BLOCK);
        for (int i = slot * size + from; i < end; i++) {
          out[i] = page.get(JAVA_BYTE, at + i) * scale;
        }
      }
    }
  }
}
