package ryot.neural;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ryot.testkit.TinyModels;
import ryot.testkit.WeightType;

/**
 * What is written is the same whatever computes it: machine code at each level, vectors, scalar
 * Java, one thread or two. So each decodes what any of them encoded. The payloads are golden: a
 * change of them makes files unreadable that were written before.
 */
class NeuralBitsTest {

  private static final byte[] TEXT =
      "What is a B-tree? A B-tree is a tree that keeps its keys sorted; ein Baum, \u6728.\n"
          .getBytes(UTF_8);

  private static final List<Map<String, String>> KERNELS =
      List.of(
          Map.of(),
          Map.of("ryot.machine.level", "avx2"),
          Map.of("ryot.kernels", "vector"),
          Map.of("ryot.kernels", "scalar"));

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "Q4_1, faedcf51171abb406b14f17d03e7575abf073885353864fc9850a6f807f21a8c24da4d55572311fcd4568b30c7943429c2360a201704f0fd283c1ff60ecf4cea669ec952",
    "Q8_0, fad18035ef50fa79ca115391720b103ca525b7e6b5dc5bb88fa4c65b8fdc99528c05fc7d22c5d64ffb17171938252e90a2368a06f6076a02ef8158ea8966bcaa3f512d9e",
    "F16, fadcc3ec426c69df8f8bbe171eee3da5d18df98cba8c70d53e3f446a8685e99f106d6e67f0a5f8d3cb3a276fc2ad6a0da3c989f92a58d5870601dddd71f129d1e56d08b0",
  })
  void everyKernelWritesAndReadsTheSameBytes(WeightType type, String golden) throws IOException {
    Path file =
        TinyModels.write(folder.resolve("tiny.gguf"), TinyModels.Architecture.LLAMA, type, 7);
    List<byte[]> payloads = new ArrayList<>();
    for (Map<String, String> kernels : KERNELS) {
      for (int threads : new int[] {1, 2}) {
        try (NeuralModel model = open(file, threads, kernels)) {
          String where = "%s, %d threads".formatted(model.kernelDescription(), threads);
          byte[] payload = model.newCodec().encodeAll(List.of(TEXT)).getFirst();
          assertThat(HexFormat.of().formatHex(payload)).as(where).isEqualTo(golden);
          payloads.add(payload);
          byte[] text = new byte[TEXT.length];
          model.newCodec().decode(payloads.getFirst(), 0, payload.length, text, 0, text.length);
          assertThat(text).as(where).isEqualTo(TEXT);
        }
      }
    }
  }

  private static NeuralModel open(Path file, int threads, Map<String, String> kernels)
      throws IOException {
    Properties before = (Properties) System.getProperties().clone();
    try {
      kernels.forEach(System::setProperty);
      return NeuralModel.open(file, threads, NeuralOptions.DEFAULT);
    } finally {
      System.setProperties(before);
    }
  }
}
