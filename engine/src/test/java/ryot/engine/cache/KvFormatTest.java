package ryot.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What rounding costs, and where the bytes of a page lie. */
class KvFormatTest {

  private static final int PAGE = KvCache.PAGE;

  @ParameterizedTest
  @CsvSource({
    "F32, 16, 0", "F16, 16, 0.0005", "Q8_0, 16, 0.004",
    "F32, 128, 0", "F16, 128, 0.0005", "Q8_0, 128, 0.004",
    "F32, 80, 0", "F16, 80, 0.0005", "Q8_0, 80, 0.004",
  })
  void whatIsReadIsWhatWasWrittenWithinTheTypesRounding(KvType type, int headSize, float error) {
    KvLayout layout = new KvLayout(new KvShape(2, 3, headSize), type);
    KvFormat format = KvFormat.of(layout);
    MemorySegment page = Arena.ofAuto().allocate(layout.pageBytes());
    Random random = new Random(headSize);
    float[][] written = new float[2 * 2 * 3 * PAGE][headSize];
    for (int i = 0; i < written.length; i++) {
      for (int d = 0; d < headSize; d++) {
        written[i][d] = (float) random.nextGaussian() * (1 + i % 7);
      }
      int layer = i / PAGE / 3 % 2;
      if (i < written.length / 2) {
        format.writeKeys(page, layer, i / PAGE % 3, i % PAGE, written[i], 0);
      } else {
        format.writeValues(page, layer, i / PAGE % 3, i % PAGE, written[i], 0);
      }
    }
    float[] out = new float[headSize * PAGE];
    for (int i = 0; i < written.length; i++) {
      boolean keys = i < written.length / 2;
      if (keys) {
        format.readKeys(page, i / PAGE / 3 % 2, i / PAGE % 3, out);
      } else {
        format.readValues(page, i / PAGE / 3 % 2, i / PAGE % 3, out);
      }
      for (int d = 0; d < headSize; d++) {
        float found = keys ? out[d * PAGE + i % PAGE] : out[i % PAGE * headSize + d];
        float largest = type == KvType.Q8_0 ? largestOfBlock(written[i], d) : written[i][d];
        float tolerance = error * Math.max(0.001f, Math.abs(largest)); // halves have a least step
        assertThat(found).isCloseTo(written[i][d], within(tolerance));
      }
    }
  }

  private static float largestOfBlock(float[] values, int d) {
    float largest = 0;
    int from = d / KvType.SCALE_BLOCK * KvType.SCALE_BLOCK;
    for (int i = from; i < Math.min(values.length, from + KvType.SCALE_BLOCK); i++) {
      largest = Math.max(largest, Math.abs(values[i]));
    }
    return largest;
  }

  @Test
  void blocksOfZerosAndOfExtremesStayFinite() {
    KvLayout layout = new KvLayout(new KvShape(1, 1, 4), KvType.Q8_0);
    KvFormat format = KvFormat.of(layout);
    MemorySegment page = Arena.ofAuto().allocate(layout.pageBytes());
    format.writeKeys(page, 0, 0, 0, new float[4], 0);
    format.writeKeys(page, 0, 0, 1, new float[] {1e-30f, -1e-30f, 0, 1e-38f}, 0);
    format.writeKeys(page, 0, 0, 2, new float[] {1e30f, -1e30f, 0, 1}, 0);
    float[] out = new float[4 * PAGE];
    format.readKeys(page, 0, 0, out);
    assertThat(out[0]).isZero();
    assertThat(out[1]).isZero();
    assertThat(out[2]).isEqualTo(127 * 65504f);
    assertThat(out[PAGE + 2]).isEqualTo(-127 * 65504f);
  }

  @Test
  void theBytesOfAPageLieWhereTheLayoutSays() {
    KvLayout layout = new KvLayout(new KvShape(2, 2, 40), KvType.Q8_0);
    assertThat(layout.pageBytes()).isEqualTo(2 * 2 * 2 * PAGE * (40 + 2 * 2));
    KvCache cache = new KvCache(layout.shape(), KvType.Q8_0, 100);
    cache.reserve(70);
    float[] keys = new float[80];
    float[] values = new float[80];
    keys[40 + 35] = -127; // head 1, second block
    values[40 + 35] = 254;
    cache.write(1, 67, keys, 0, values, 0);
    MemorySegment page = cache.page(1);
    assertThat(page.get(ValueLayout.JAVA_BYTE, layout.keysOffset(1, 1) + 35 * PAGE + 3))
        .isEqualTo((byte) -127);
    assertThat(half(page, layout.keyScalesOffset(1, 1) + 2 * (PAGE + 3))).isEqualTo(1);
    assertThat(page.get(ValueLayout.JAVA_BYTE, layout.valuesOffset(1, 1) + 3 * 40 + 35))
        .isEqualTo((byte) 127);
    assertThat(half(page, layout.valueScalesOffset(1, 1) + 2 * (3 * 2 + 1))).isEqualTo(2);
  }

  private static float half(MemorySegment page, long at) {
    return Float.float16ToFloat(page.get(ValueLayout.JAVA_SHORT, at));
  }

  @ParameterizedTest
  @EnumSource(KvType.class)
  void thePartsOfAPageDoNotOverlapAndFillIt(KvType type) {
    KvLayout layout = new KvLayout(new KvShape(3, 2, 48), type);
    long end = 0;
    for (int layer = 0; layer < 3; layer++) {
      for (int head = 0; head < 2; head++) {
        assertThat(layout.keysOffset(layer, head)).isEqualTo(end);
        long valueBytes = (long) PAGE * type.valueBytes(48);
        long scaleBytes = (long) PAGE * type.scalesPerHead(48) * Short.BYTES;
        assertThat(layout.keyScalesOffset(layer, head)).isEqualTo(end + valueBytes);
        end += valueBytes + scaleBytes;
        assertThat(layout.valuesOffset(layer, head)).isEqualTo(end);
        assertThat(layout.valueScalesOffset(layer, head)).isEqualTo(end + valueBytes);
        end += valueBytes + scaleBytes;
        assertThat(end % 64).isZero();
      }
    }
    assertThat(layout.pageBytes()).isEqualTo(end);
  }
}
