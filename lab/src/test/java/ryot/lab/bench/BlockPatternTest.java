package ryot.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ryot.engine.kernel.format.BlockFormat;
import ryot.engine.tensor.QuantType;

class BlockPatternTest {
  private static final double SPREAD = 0.02;

  /** Blocks of an odd number of bytes have a part of a word at the end. */
  private static final int VALUES = 256 * 1001;

  @ParameterizedTest
  @EnumSource(
      names = {
        "F32", "F16", "BF16", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q4_K", "Q5_K", "Q6_K"
      })
  void randomBlocksHaveTheSpreadThatWasAskedFor(QuantType type) {
    float[] values = new float[VALUES];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocate(type.sizeBytes(VALUES));
      BlockPattern.of(type, SPREAD).fill(data, new SplittableRandom(1));
      BlockFormat.of(type).decode(data, 0, values, 0, VALUES);
    }
    double sum = 0;
    double squares = 0;
    double largest = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
      largest = Math.max(largest, Math.abs(value));
    }
    // uniform levels end at two standard deviations
    assertThat(largest).isLessThan(4 * SPREAD);
    assertThat(sum / VALUES).isCloseTo(0, within(SPREAD / 8));
    assertThat(Math.sqrt(squares / VALUES)).isBetween(SPREAD / 2, SPREAD * 2);
    assertThat(values[VALUES - 1]).isNotEqualTo(values[VALUES - 2]);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "Q4_0", "Q6_K"})
  void theSeedDecides(QuantType type) {
    assertThat(bytes(type, 1)).isEqualTo(bytes(type, 1)).isNotEqualTo(bytes(type, 2));
  }

  private static byte[] bytes(QuantType type, long seed) {
    byte[] bytes = new byte[(int) type.sizeBytes(512)];
    BlockPattern.of(type, SPREAD).fill(MemorySegment.ofArray(bytes), new SplittableRandom(seed));
    return bytes;
  }
}
