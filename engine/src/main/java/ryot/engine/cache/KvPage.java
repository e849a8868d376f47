package ryot.engine.cache;

import static ryot.engine.cache.KvCache.PAGE;

/** Keys and values of {@link KvCache#PAGE} consecutive positions, all layers and heads. */
sealed interface KvPage {

  static KvPage allocate(KvShape shape, KvType type) {
    return switch (type) {
      case F32 -> new Single(shape);
      case F16 -> new Half(shape);
    };
  }

  /** Stores the {@code headSize} keys and values of one head at {@code slot}. */
  void write(
      int layer,
      int head,
      int slot,
      float[] keys,
      int keysOffset,
      float[] values,
      int valuesOffset);

  float[] keys(int layer, int head, float[] scratch);

  float[] values(int layer, int head, float[] scratch);

  /** Float32: what was written is what is read. */
  final class Single implements KvPage {
    private final KvShape shape;
    private final float[][] keys;
    private final float[][] values;

    Single(KvShape shape) {
      this.shape = shape;
      keys = new float[shape.layers() * shape.heads()][shape.headSize() * PAGE];
      values = new float[shape.layers() * shape.heads()][shape.headSize() * PAGE];
    }

    @Override
    public void write(
        int layer, int head, int slot, float[] k, int kOffset, float[] v, int vOffset) {
      int headSize = shape.headSize();
      float[] keyRows = keys[layer * shape.heads() + head];
      for (int d = 0; d < headSize; d++) {
        keyRows[d * PAGE + slot] = k[kOffset + d];
      }
      System.arraycopy(v, vOffset, values[layer * shape.heads() + head], slot * headSize, headSize);
    }

    @Override
    public float[] keys(int layer, int head, float[] scratch) {
      return keys[layer * shape.heads() + head];
    }

    @Override
    public float[] values(int layer, int head, float[] scratch) {
      return values[layer * shape.heads() + head];
    }
  }

  /** Half precision: rounded when written, widened when read. */
  final class Half implements KvPage {
    private final KvShape shape;
    private final short[][] keys;
    private final short[][] values;

    Half(KvShape shape) {
      this.shape = shape;
      keys = new short[shape.layers() * shape.heads()][shape.headSize() * PAGE];
      values = new short[shape.layers() * shape.heads()][shape.headSize() * PAGE];
    }

    @Override
    public void write(
        int layer, int head, int slot, float[] k, int kOffset, float[] v, int vOffset) {
      int headSize = shape.headSize();
      short[] keyRows = keys[layer * shape.heads() + head];
      short[] valueRows = values[layer * shape.heads() + head];
      for (int d = 0; d < headSize; d++) {
        keyRows[d * PAGE + slot] = Float.floatToFloat16(k[kOffset + d]);
        valueRows[slot * headSize + d] = Float.floatToFloat16(v[vOffset + d]);
      }
    }

    @Override
    public float[] keys(int layer, int head, float[] scratch) {
      return widen(keys[layer * shape.heads() + head], scratch);
    }

    @Override
    public float[] values(int layer, int head, float[] scratch) {
      return widen(values[layer * shape.heads() + head], scratch);
    }

    /** A loop that C2 turns into vector conversions. */
    private static float[] widen(short[] halves, float[] scratch) {
      for (int i = 0; i < halves.length; i++) {
        scratch[i] = Float.float16ToFloat(halves[i]);
      }
      return scratch;
    }
  }
}
