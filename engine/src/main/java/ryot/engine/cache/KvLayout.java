package ryot.engine.cache;

/**
 * Where everything lies in a page, in bytes from its beginning. A page has a part for each layer
 * and, within that, each head:
 *
 * <pre>
 * keys         [headSize, PAGE]   one row per dimension, so that a vector of positions is scored at once
 * key scales   [scales, PAGE]     Q8_0 only: f16, one row per 32 dimensions
 * values       [PAGE, headSize]   one row per position, so that a vector of dimensions is summed at once
 * value scales [PAGE, scales]     Q8_0 only: f16
 * </pre>
 *
 * <p>All four begin at multiples of {@link KvCache#PAGE} bytes.
 *
 * @param shape what is stored
 * @param type how; numbers are little-endian
 */
public record KvLayout(KvShape shape, KvType type) {

  /** Bytes of a page. */
  public long pageBytes() {
    return KvCache.PAGE * shape.bytesPerToken(type);
  }

  /** The keys of {@code head} in {@code layer}. */
  public long keysOffset(int layer, int head) {
    long part = 2L * KvCache.PAGE * type.headBytes(shape.headSize());
    return ((long) layer * shape.heads() + head) * part;
  }

  /** The scales of these keys. */
  public long keyScalesOffset(int layer, int head) {
    return keysOffset(layer, head) + (long) KvCache.PAGE * type.valueBytes(shape.headSize());
  }

  /** The values of {@code head} in {@code layer}. */
  public long valuesOffset(int layer, int head) {
    return keysOffset(layer, head) + (long) KvCache.PAGE * type.headBytes(shape.headSize());
  }

  /** The scales of these values. */
  public long valueScalesOffset(int layer, int head) {
    return valuesOffset(layer, head) + (long) KvCache.PAGE * type.valueBytes(shape.headSize());
  }
}
