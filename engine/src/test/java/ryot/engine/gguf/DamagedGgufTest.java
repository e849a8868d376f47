package ryot.engine.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ryot.engine.kernel.format.BlockFormat;
import ryot.engine.tensor.Tensor;
import ryot.testkit.GgufWriter;
import ryot.testkit.GgufWriter.ValueType;
import ryot.testkit.WeightType;

/**
 * A small file with a value of every type, cut at every byte and with every bit flipped: it opens
 * with consistent content or is refused by name, and nothing else happens.
 */
class DamagedGgufTest {

  @TempDir private Path folder;

  @Test
  void aFileCutAnywhereIsRefused() throws IOException {
    byte[] whole = file();
    int dataEnd = whole.length - 32 + 4;
    for (int length = 0; length < dataEnd; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> new GgufReader(MemorySegment.ofArray(cut), "cut.gguf").read())
          .as("cut to %d bytes", length)
          .isInstanceOf(MalformedGgufException.class)
          .hasMessageStartingWith("cut.gguf at byte ");
    }
  }

  @Test
  void aCutFileOnDiskIsRefusedAndLeftAlone() throws IOException {
    byte[] whole = file();
    Path path = folder.resolve("cut.gguf");
    for (int length = 0; length < whole.length - 32; length += 37) {
      Files.write(path, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> GgufFile.open(path)).isInstanceOf(MalformedGgufException.class);
      Files.delete(path);
    }
  }

  @Test
  void aFileWithAnyBitFlippedOpensConsistentOrIsRefused() {
    byte[] bytes = file();
    int refused = 0;
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      refused += isRefused(bytes) ? 1 : 0;
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
    }
    assertThat(refused).isBetween(2000, 8 * bytes.length - 2000);
  }

  @Test
  void aFileWithManyBytesReplacedOpensConsistentOrIsRefused() {
    byte[] whole = file();
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = whole.clone();
      for (int j = 1 + random.nextInt(4); j > 0; j--) {
        bytes[random.nextInt(bytes.length)] =
            (byte) (random.nextBoolean() ? 0xFF : random.nextInt());
      }
      isRefused(bytes);
    }
  }

  private static boolean isRefused(byte[] bytes) {
    MemorySegment data = MemorySegment.ofArray(bytes);
    GgufReader.Contents contents;
    try {
      contents = new GgufReader(data, "damaged.gguf").read();
    } catch (MalformedGgufException expected) {
      return true;
    }
    contents.metadata().keys().forEach(key -> contents.metadata().value(key).describe());
    for (GgufTensor tensor : contents.tensors()) {
      long size = tensor.sizeBytes().orElse(0);
      assertThat(tensor.offset()).isBetween(24L, bytes.length - size);
      tensor.type().ifPresent(type -> decodeAll(tensor.view(type, tensor.slice(data))));
    }
    return false;
  }

  private static void decodeAll(Tensor tensor) {
    int count = tensor.rows() * tensor.columns();
    BlockFormat.of(tensor.type()).decode(tensor.data(), 0, new float[count], 0, count);
  }

  private static byte[] file() {
    return new GgufWriter(3)
        .string("general.architecture", "llama")
        .alignment(32)
        .value("u8", ValueType.UINT8, out -> out.int8(1))
        .value("i8", ValueType.INT8, out -> out.int8(-1))
        .value("u16", ValueType.UINT16, out -> out.int16(1))
        .value("i16", ValueType.INT16, out -> out.int16(-1))
        .value("i32", ValueType.INT32, out -> out.int32(-1))
        .value("u64", ValueType.UINT64, out -> out.int64(1))
        .value("i64", ValueType.INT64, out -> out.int64(-1))
        .float32("f32", 1)
        .value("f64", ValueType.FLOAT64, out -> out.float64(1))
        .bool("bool", true)
        .strings("strings", List.of("a", "bé", ""))
        .ints("ints", 1, 2, 3)
        .floats("floats", 1, 2)
        .array("flags", ValueType.BOOL, 2, out -> out.int8(1).int8(0))
        .array(
            "deep",
            ValueType.ARRAY,
            1,
            out -> GgufWriter.arrayHead(out, ValueType.STRING, 1).string("x"))
        .tensor("token_embd.weight", WeightType.Q4_0, new float[64], 32, 2)
        .tensor("foreign", 16, new byte[66], 256)
        .tensor("norm", WeightType.F32, new float[1], 1)
        .toBytes();
  }
}
