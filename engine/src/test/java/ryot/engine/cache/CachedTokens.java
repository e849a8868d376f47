package ryot.engine.cache;

import java.util.Arrays;

/**
 * Fills caches as a model would, but so that what is stored tells which token stands where: the key
 * of each position is its token, the value the position, in every layer and head.
 */
final class CachedTokens {

  static final KvShape SHAPE = new KvShape(2, 2, 3);
  private static final int TOKEN = SHAPE.heads() * SHAPE.headSize();

  private CachedTokens() {}

  /** Appends {@code tokens[from, to)}; {@code from} is the cache's length. */
  static void append(KvCache cache, int[] tokens, int from, int to) {
    cache.reserve(to - from);
    for (int position = from; position < to; position++) {
      float[] keys = new float[TOKEN];
      float[] values = new float[TOKEN];
      Arrays.fill(keys, tokens[position]);
      Arrays.fill(values, position);
      for (int layer = 0; layer < SHAPE.layers(); layer++) {
        cache.write(layer, position, keys, 0, values, 0);
      }
    }
    cache.advance(to - from);
  }

  /** The tokens that the cache holds, by its keys; fails if a value is not its position. */
  static int[] read(KvCache cache) {
    int[] tokens = new int[cache.length()];
    float[] scratch = new float[SHAPE.headSize() * KvCache.PAGE];
    for (int layer = 0; layer < SHAPE.layers(); layer++) {
      for (int head = 0; head < SHAPE.heads(); head++) {
        for (int position = 0; position < cache.length(); position++) {
          int page = position / KvCache.PAGE;
          int slot = position % KvCache.PAGE;
          for (int d = 0; d < SHAPE.headSize(); d++) {
            float value = cache.values(layer, head, page, scratch)[slot * SHAPE.headSize() + d];
            if (value != position) {
              throw new AssertionError("value %s at position %d".formatted(value, position));
            }
            int token = (int) cache.keys(layer, head, page, scratch)[d * KvCache.PAGE + slot];
            if (layer + head + d > 0 && token != tokens[position]) {
              throw new AssertionError(
                  "tokens %d and %d at position %d".formatted(tokens[position], token, position));
            }
            tokens[position] = token;
          }
        }
      }
    }
    return tokens;
  }
}
