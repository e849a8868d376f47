package ryot.engine.cache;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

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
    return bytes(KvCache.PAGE);
  }

  /** Bytes that {@code tokens} tokens of a page have when they are packed. */
  public long bytes(int tokens) {
    return tokens * shape.bytesPerToken(type);
  }

  /**
   * Copies the first tokens of a page without what stands behind them: the parts above in their
   * order, each row of {@code PAGE} positions cut to {@code tokens}.
   *
   * @param page a whole page
   * @param target gets {@link #bytes} of {@code tokens} at its beginning
   */
  public void pack(MemorySegment page, int tokens, MemorySegment target) {
    int[] rows = positionBytes();
    long from = 0;
    long to = 0;
    for (int head = 0; head < shape.layers() * shape.heads(); head++) {
      for (int bytes : rows) {
        MemorySegment.copy(page, from, target, to, (long) tokens * bytes);
        from += (long) KvCache.PAGE * bytes;
        to += (long) tokens * bytes;
      }
    }
  }

  /**
   * Lays out the tokens that lie packed at the beginning of {@code page}, and zeros behind them.
   */
  void unpack(MemorySegment page, int tokens) {
    byte[] packed = page.asSlice(0, bytes(tokens)).toArray(JAVA_BYTE);
    page.fill((byte) 0);
    int[] rows = positionBytes();
    int from = 0;
    long to = 0;
    for (int head = 0; head < shape.layers() * shape.heads(); head++) {
      for (int bytes : rows) {
        MemorySegment.copy(packed, from, page, JAVA_BYTE, to, tokens * bytes);
        from += tokens * bytes;
        to += (long) KvCache.PAGE * bytes;
      }
    }
  }

  /** What a position has in each row of positions of a head, in their order. */
  private int[] positionBytes() {
    int keys = shape.headSize();
    int scales = type.scalesPerHead(keys);
    int[] bytes = new int[keys + scales + (scales == 0 ? 1 : 2)];
    Arrays.fill(bytes, 0, keys, type.valueBytes(1));
    Arrays.fill(bytes, keys, keys + scales, Short.BYTES);
    bytes[keys + scales] = type.valueBytes(keys);
    if (scales > 0) {
      bytes[keys + scales + 1] = scales * Short.BYTES;
    }
    return bytes;
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
