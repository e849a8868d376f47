package ryot.engine.kernel.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import ryot.engine.tensor.QuantType;
import ryot.testkit.SharedData;

/** Decoded values against those of an independent implementation, equal to the bit. */
class BlockFormatGoldenTest {

  @ParameterizedTest
  @EnumSource(value = QuantType.class, names = "F32", mode = Mode.EXCLUDE)
  void decodesTheGoldenBlocksExactly(QuantType type) throws IOException {
    List<String> lines = goldenLines(type);
    assertThat(lines).isNotEmpty();
    for (int i = 0; i < lines.size(); i += 2) {
      byte[] blocks = HexFormat.of().parseHex(lines.get(i));
      byte[] values = HexFormat.of().parseHex(lines.get(i + 1));
      assertThat(decodedBits(type, blocks))
          .as("%s, sample %d", type, i / 2)
          .isEqualTo(bits(values));
    }
  }

  @ParameterizedTest
  @EnumSource(value = QuantType.class, names = "F32", mode = Mode.EXCLUDE)
  void decodesAllSharedRowsExactly(QuantType type) throws IOException {
    Path folder = SharedData.require("conformance/quants");
    byte[] blocks = Files.readAllBytes(folder.resolve(type + ".bin"));
    byte[] values = Files.readAllBytes(folder.resolve(type + ".f32"));
    assertThat(decodedBits(type, blocks)).isEqualTo(bits(values));
  }

  private static List<String> goldenLines(QuantType type) throws IOException {
    String name = "/golden/quants/" + type + ".txt";
    try (@Nullable InputStream in = BlockFormatGoldenTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
    }
  }

  private static int[] decodedBits(QuantType type, byte[] blocks) {
    float[] out = new float[blocks.length / type.blockBytes() * type.blockSize()];
    BlockFormat.of(type).decode(MemorySegment.ofArray(blocks), 0, out, 0, out.length);
    int[] bits = new int[out.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(out[i]);
    }
    return bits;
  }

  private static int[] bits(byte[] values) {
    int[] bits = new int[values.length / Integer.BYTES];
    ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(bits);
    return bits;
  }
}
