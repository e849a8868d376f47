package ryot.engine.cache;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KvLayoutTest {

  /** 40 values a head: two blocks of scales, the second of which is not full. */
  private static final KvShape SHAPE = new KvShape(2, 3, 40);

  private static MemorySegment random(long bytes, long seed) {
    byte[] content = new byte[(int) bytes];
    new Random(seed).nextBytes(content);
    return MemorySegment.ofArray(content);
  }

  @ParameterizedTest
  @EnumSource(KvType.class)
  void whatIsPackedIsLaidOutAgainWithZerosBehind(KvType type) {
    KvLayout layout = new KvLayout(SHAPE, type);
    for (int tokens = 1; tokens < KvCache.PAGE; tokens += 7) {
      MemorySegment page = random(layout.pageBytes(), tokens);
      MemorySegment packed = random(layout.pageBytes(), -tokens);
      layout.pack(page, tokens, packed);
      layout.unpack(packed, tokens);
      for (int layer = 0; layer < SHAPE.layers(); layer++) {
        for (int head = 0; head < SHAPE.heads(); head++) {
          requireRows(page, packed, layout.keysOffset(layer, head), 40, type.valueBytes(1), tokens);
          requireRows(
              page, packed, layout.valuesOffset(layer, head), 1, type.valueBytes(40), tokens);
          int scales = type.scalesPerHead(40);
          requireRows(page, packed, layout.keyScalesOffset(layer, head), scales, 2, tokens);
          requireRows(page, packed, layout.valueScalesOffset(layer, head), 1, 2 * scales, tokens);
        }
      }
    }
  }

  /** Rows of {@code PAGE} positions of so many bytes: the first as before, zeros in the others. */
  private static void requireRows(
      MemorySegment before,
      MemorySegment after,
      long offset,
      int rows,
      int positionBytes,
      int tokens) {
    for (int row = 0; row < rows; row++) {
      long at = offset + (long) row * KvCache.PAGE * positionBytes;
      for (long i = 0; i < (long) KvCache.PAGE * positionBytes; i++) {
        byte expected = i < (long) tokens * positionBytes ? before.get(JAVA_BYTE, at + i) : 0;
        assertThat(after.get(JAVA_BYTE, at + i)).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(KvType.class)
  void aPageThatIsFullIsPackedAsItIs(KvType type) {
    KvLayout layout = new KvLayout(SHAPE, type);
    MemorySegment page = random(layout.pageBytes(), 1);
    MemorySegment packed = random(layout.bytes(KvCache.PAGE), 2);
    layout.pack(page, KvCache.PAGE, packed);
    assertThat(packed.mismatch(page)).isEqualTo(-1);
  }
}
