package ryot.engine.cache;

/**
 * What a cache holds for each token: {@code layers} times {@code heads} keys and as many values.
 *
 * @param layers transformer blocks
 * @param heads key-value heads per block
 * @param headSize values per head
 */
public record KvShape(int layers, int heads, int headSize) {

  /** Requires positive sizes. */
  public KvShape {
    if (layers < 1 || heads < 1 || headSize < 1) {
      throw new IllegalArgumentException(
          "layers %d, heads %d, head size %d".formatted(layers, heads, headSize));
    }
  }

  /** Bytes per token, keys and values together. */
  public long bytesPerToken(KvType type) {
    return 2L * layers * heads * type.headBytes(headSize);
  }
}
