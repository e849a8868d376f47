package ryot.engine.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import ryot.engine.kernel.format.BlockFormat;
import ryot.engine.tensor.QuantType;
import ryot.engine.tensor.Tensor;
import ryot.testkit.GgufWriter;
import ryot.testkit.SharedData;
import ryot.testkit.TinyModels;
import ryot.testkit.TinyModels.Architecture;
import ryot.testkit.TinyVocabulary;
import ryot.testkit.WeightType;

class GgufFileTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void bothVersionsAreRead(int version) throws IOException {
    Path path =
        new GgufWriter(version)
            .string("general.architecture", "llama")
            .tensor("a", WeightType.F32, new float[] {1, 2, 3, 4, 5, 6}, 3, 2)
            .write(folder.resolve("model.gguf"));
    try (GgufFile file = GgufFile.open(path)) {
      assertThat(file.version()).isEqualTo(version);
      assertThat(file.path()).isEqualTo(path);
      assertThat(file.sizeBytes()).isEqualTo(Files.size(path));
      assertThat(file.metadata().keys()).containsExactly("general.architecture");
      Tensor tensor = file.require("a");
      assertThat(tensor.rows()).isEqualTo(2);
      assertThat(tensor.columns()).isEqualTo(3);
      assertThat(tensor.data().toArray(ValueLayout.JAVA_FLOAT)).containsExactly(1, 2, 3, 4, 5, 6);
    }
  }

  @Test
  void aModelWithoutAFileAsksForTheBytesOfATensorWheneverItIsAskedForIt() {
    List<String> asked = new ArrayList<>();
    GgufFile model =
        GgufFile.of(
            "made-up",
            GgufMetadata.of("made-up", Map.of("a.key", new GgufValue.StringValue("value"))),
            List.of(new GgufTensor("a", QuantType.F32.id(), List.of(3L, 2L), 0)),
            tensor -> {
              asked.add(tensor.name());
              return Arena.ofAuto().allocate(tensor.sizeBytes().orElseThrow());
            });
    try (model) {
      assertThat(model.sizeBytes()).isEqualTo(24);
      assertThat(model.metadata().string("a.key")).isEqualTo("value");
      assertThat(asked).isEmpty();
      assertThat(model.require("a").rows()).isEqualTo(2);
      assertThat(model.find("a")).isPresent();
      assertThat(model.find("b")).isEmpty();
      assertThat(asked).containsExactly("a", "a");
      assertThatThrownBy(() -> model.require("b"))
          .isInstanceOf(MalformedGgufException.class)
          .hasMessageContainingAll("made-up", "\"b\"");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTensorOfEachWritableTypeHoldsTheValuesThatWereWritten(WeightType type) throws IOException {
    float[] values = new float[4 * 64];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i);
    }
    Path path =
        new GgufWriter(3)
            .tensor("before", WeightType.F32, new float[] {7}, 1)
            .tensor("values", type, values, 64, 4)
            .write(folder.resolve("model.gguf"));
    try (GgufFile file = GgufFile.open(path)) {
      Tensor tensor = file.require("values");
      assertThat(tensor.type()).isEqualTo(QuantType.valueOf(type.name()));
      float[] decoded = new float[values.length];
      BlockFormat.of(tensor.type()).decode(tensor.data(), 0, decoded, 0, decoded.length);
      float step = type.blockSize() == 1 ? 0.01f : 0.14f;
      for (int i = 0; i < values.length; i++) {
        assertThat(decoded[i]).isBetween(values[i] - step, values[i] + step);
      }
    }
  }

  @Test
  void dimensionsBeyondTheFirstAreRows() throws IOException {
    Path path =
        new GgufWriter(3)
            .tensor("one", WeightType.F32, new float[8], 8)
            .tensor("four", WeightType.F32, new float[120], 4, 3, 5, 2)
            .write(folder.resolve("model.gguf"));
    try (GgufFile file = GgufFile.open(path)) {
      assertThat(file.require("one").rows()).isEqualTo(1);
      assertThat(file.require("four").rows()).isEqualTo(30);
      assertThat(file.require("four").columns()).isEqualTo(4);
      assertThat(file.tensors())
          .containsExactly(
              new GgufTensor("one", 0, List.of(8L), file.tensors().getFirst().offset()),
              new GgufTensor(
                  "four", 0, List.of(4L, 3L, 5L, 2L), file.tensors().getFirst().offset() + 32));
    }
  }

  @Test
  void aMissingTensorIsNamed() throws IOException {
    try (GgufFile file = GgufFile.open(new GgufWriter(3).write(folder.resolve("model.gguf")))) {
      assertThat(file.find("output.weight")).isEmpty();
      assertThatExceptionOfType(MalformedGgufException.class)
          .isThrownBy(() -> file.require("output.weight"))
          .withMessage("model.gguf: tensor \"output.weight\" is required and missing");
    }
  }

  @Test
  void typesThatOnlyOthersReadStayInTheDirectory() throws IOException {
    Path path =
        new GgufWriter(3)
            .tensor("known", 16, new byte[2 * 66], 256, 2)
            .tensor("unknown", 1234, new byte[100], 5, 20)
            .tensor("good", WeightType.F32, new float[] {1}, 1)
            .write(folder.resolve("model.gguf"));
    try (GgufFile file = GgufFile.open(path)) {
      assertThat(file.tensors())
          .extracting(GgufTensor::typeName)
          .containsExactly("IQ2_XXS", "type 1234", "F32");
      assertThat(file.tensors())
          .extracting(GgufTensor::sizeBytes)
          .containsExactly(OptionalLong.of(132), OptionalLong.empty(), OptionalLong.of(4));
      assertThat(file.require("good").rows()).isEqualTo(1);
      assertThatExceptionOfType(UnsupportedTensorTypeException.class)
          .isThrownBy(() -> file.find("known"))
          .withMessageStartingWith("model.gguf: tensor \"known\" is stored as IQ2_XXS, which")
          .withMessageContaining("use a file made of F32, F16, Q4_0,");
      assertThatExceptionOfType(UnsupportedTensorTypeException.class)
          .isThrownBy(() -> file.require("unknown"))
          .withMessageContaining("type 1234");
    }
  }

  @Test
  void aClosedFileGivesNoMoreBytesButKeepsItsDirectory() throws IOException {
    Path path =
        new GgufWriter(3)
            .string("general.name", "x")
            .tensor("a", WeightType.F32, new float[] {1}, 1)
            .write(folder.resolve("model.gguf"));
    GgufFile file = GgufFile.open(path);
    Tensor tensor = file.require("a");
    file.close();
    file.close();
    assertThat(file.metadata().string("general.name")).isEqualTo("x");
    assertThat(file.tensors()).hasSize(1);
    assertThatThrownBy(() -> tensor.data().get(ValueLayout.JAVA_BYTE, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aMissingFileAndAFolderAreInputOutputErrors() {
    assertThatThrownBy(() -> GgufFile.open(folder.resolve("none.gguf")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> GgufFile.open(folder)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @EnumSource
  void tinyModelsAreWhole(Architecture architecture) throws IOException {
    Path path = TinyModels.write(folder.resolve("tiny.gguf"), architecture, WeightType.Q8_0, 1);
    try (GgufFile file = GgufFile.open(path)) {
      GgufMetadata metadata = file.metadata();
      assertThat(metadata.strings("tokenizer.ggml.tokens"))
          .containsExactlyElementsOf(TinyVocabulary.pieces());
      Tensor embedding = file.require("token_embd.weight");
      assertThat(embedding.rows()).isEqualTo(TinyVocabulary.size());
      assertThat(embedding.columns())
          .isEqualTo(metadata.int32(metadata.string("general.architecture") + ".embedding_length"));
    }
    assertThat(path)
        .hasSameBinaryContentAs(
            TinyModels.write(folder.resolve("again.gguf"), architecture, WeightType.Q8_0, 1));
  }

  @Test
  void allSharedModelsOpen() throws IOException {
    Path conformance = SharedData.require("conformance");
    try (Stream<Path> paths = Files.walk(conformance)) {
      List<Path> models = paths.filter(path -> path.toString().endsWith(".gguf")).toList();
      assertThat(models).isNotEmpty();
      for (Path model : models) {
        try (GgufFile file = GgufFile.open(model)) {
          assertThat(file.metadata().contains("general.architecture")).isTrue();
          file.tensors().forEach(tensor -> file.require(tensor.name()));
        }
      }
    }
  }
}
