package ryot.engine.kernel.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ryot.engine.tensor.QuantType;

class BlockFormatTest {

  @ParameterizedTest
  @EnumSource
  void everyTypeHasTheFormatThatNamesIt(QuantType type) {
    assertThat(BlockFormat.of(type).type()).isEqualTo(type);
  }

  @ParameterizedTest
  @EnumSource
  void decodesAtAnyOffsetsAndTouchesNothingElse(QuantType type) {
    byte[] bytes = new byte[7 + 3 * type.blockBytes()];
    float[] alone = new float[2 * type.blockSize()];
    float[] within = new float[5 + alone.length + 5];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (31 * i);
    }
    MemorySegment blocks = MemorySegment.ofArray(bytes).asSlice(7 + type.blockBytes());
    BlockFormat format = BlockFormat.of(type);

    format.decode(blocks, 0, alone, 0, alone.length);
    format.decode(MemorySegment.ofArray(bytes), 7 + type.blockBytes(), within, 5, alone.length);

    float[] expected = new float[within.length];
    System.arraycopy(alone, 0, expected, 5, alone.length);
    assertThat(within).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void bytesOrValuesThatDoNotFitAreRefusedBeforeAnyIsWritten(QuantType type) {
    BlockFormat format = BlockFormat.of(type);
    MemorySegment block = MemorySegment.ofArray(new byte[type.blockBytes()]);
    int values = type.blockSize();

    assertThatThrownBy(() -> format.decode(block, 1, new float[values], 0, values))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> format.decode(block, -1, new float[values], 0, values))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> format.decode(block, 0, new float[values], 1, values))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void halfABlockIsRefused() {
    MemorySegment blocks = MemorySegment.ofArray(new byte[36]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BlockFormat.of(QuantType.Q4_0).decode(blocks, 0, new float[64], 0, 48))
        .withMessageContaining("48 values are not a whole number of Q4_0 blocks of 32");
  }

  @Test
  void float32IsTakenAsItIs() {
    byte[] bytes = {0, 0, (byte) 0x80, 0x3F, 1, 0, 0, (byte) 0x80};
    float[] out = new float[2];
    BlockFormat.of(QuantType.F32).decode(MemorySegment.ofArray(bytes), 0, out, 0, 2);
    assertThat(out).containsExactly(1.0f, -Float.MIN_VALUE);
  }
}
