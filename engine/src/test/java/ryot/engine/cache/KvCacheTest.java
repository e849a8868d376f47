package ryot.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KvCacheTest {
  private static final KvShape SHAPE = new KvShape(2, 3, 4);
  private static final int TOKEN = SHAPE.heads() * SHAPE.headSize();

  private final float[] scratch = new float[SHAPE.headSize() * KvCache.PAGE];

  /** A number that half precision holds exactly and that no two places share. */
  private static float value(int layer, int position, int i) {
    return (position * TOKEN + i) / (layer == 0 ? 1f : 4096f);
  }

  private static void append(KvCache cache, int count) {
    cache.reserve(count);
    for (int position = cache.length(); position < cache.length() + count; position++) {
      for (int layer = 0; layer < SHAPE.layers(); layer++) {
        float[] keys = new float[TOKEN];
        float[] values = new float[TOKEN];
        for (int i = 0; i < TOKEN; i++) {
          keys[i] = value(layer, position, i);
          values[i] = -value(layer, position, i);
        }
        cache.write(layer, position, keys, 0, values, 0);
      }
    }
    cache.advance(count);
  }

  @ParameterizedTest
  @EnumSource(KvType.class)
  void whatIsWrittenIsReadBack(KvType type) {
    KvCache cache = new KvCache(SHAPE, type, 300);
    append(cache, 1);
    append(cache, 129);
    for (int position = 0; position < cache.length(); position++) {
      int page = position / KvCache.PAGE;
      int slot = position % KvCache.PAGE;
      for (int layer = 0; layer < SHAPE.layers(); layer++) {
        for (int head = 0; head < SHAPE.heads(); head++) {
          for (int d = 0; d < SHAPE.headSize(); d++) {
            float expected = value(layer, position, head * SHAPE.headSize() + d);
            float largest = value(layer, position, (head + 1) * SHAPE.headSize() - 1);
            Offset<Float> tolerance = within(type == KvType.Q8_0 ? largest / 200 : 0);
            assertThat(cache.keys(layer, head, page, scratch)[d * KvCache.PAGE + slot])
                .isCloseTo(expected, tolerance);
            assertThat(cache.values(layer, head, page, scratch)[slot * SHAPE.headSize() + d])
                .isCloseTo(-expected, tolerance);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(KvType.class)
  void memoryGrowsByPagesAndTruncationFreesThem(KvType type) {
    KvCache cache = new KvCache(SHAPE, type, 300);
    long page = KvCache.PAGE * SHAPE.bytesPerToken(type);
    assertThat(cache.sizeBytes()).isZero();
    append(cache, 64);
    assertThat(cache.sizeBytes()).isEqualTo(page);
    append(cache, 1);
    assertThat(cache.sizeBytes()).isEqualTo(2 * page);
    cache.truncate(64);
    assertThat(cache.sizeBytes()).isEqualTo(page);
    assertThat(cache.length()).isEqualTo(64);
    cache.truncate(0);
    assertThat(cache.sizeBytes()).isZero();
  }

  @Test
  void tokensPastTheCapacityAreRefusedAndChangeNothing() {
    KvCache cache = new KvCache(SHAPE, KvType.F32, 70);
    append(cache, 60);
    long before = cache.sizeBytes();
    assertThatThrownBy(() -> cache.reserve(11))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("11 more tokens after 60 do not fit a context of 70");
    assertThat(cache.sizeBytes()).isEqualTo(before);
    append(cache, 10);
  }

  @Test
  void aClosedCacheTakesNoTokens() {
    KvCache cache = new KvCache(SHAPE, KvType.F32, 70);
    append(cache, 60);
    cache.close();
    assertThat(cache.sizeBytes()).isZero();
    assertThatThrownBy(() -> cache.reserve(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the cache is closed");
  }

  @Test
  void misuseIsNamed() {
    KvCache cache = new KvCache(SHAPE, KvType.F32, 10);
    assertThatThrownBy(() -> cache.truncate(1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> cache.advance(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new KvCache(SHAPE, KvType.F32, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
