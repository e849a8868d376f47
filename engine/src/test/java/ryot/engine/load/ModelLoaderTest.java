package ryot.engine.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ryot.engine.cache.KvCache;
import ryot.engine.cache.KvType;
import ryot.engine.gguf.GgufFile;
import ryot.engine.gguf.MalformedGgufException;
import ryot.engine.model.Batch;
import ryot.engine.model.ModelConfig;
import ryot.engine.model.Workspace;
import ryot.testkit.GgufWriter;
import ryot.testkit.TinyModels;
import ryot.testkit.TinyModels.Architecture;
import ryot.testkit.WeightType;

/** What is refused when a model is loaded, and that it says which part is at fault. */
class ModelLoaderTest {

  @TempDir Path folder;

  private static GgufWriter llama() {
    return TinyModels.writer(Architecture.LLAMA, WeightType.F32, 1);
  }

  private void assertRefused(
      GgufWriter writer, Class<? extends Exception> type, String... messageParts)
      throws IOException {
    Path path = writer.write(folder.resolve("model.gguf"));
    assertThatThrownBy(() -> ModelLoader.load(path, 1))
        .isInstanceOf(type)
        .hasMessageContainingAll(messageParts)
        .hasMessageContaining("model.gguf");
  }

  @Test
  void theShapeIsThatOfTheMetadata() throws IOException {
    Path path = TinyModels.write(folder.resolve("m.gguf"), Architecture.QWEN3, WeightType.Q8_0, 1);
    try (LoadedModel model = ModelLoader.load(path, 2)) {
      ModelConfig config = model.transformer().config();
      assertThat(config.architecture()).isEqualTo(ryot.engine.model.Architecture.QWEN3);
      assertThat(config.contextLength()).isEqualTo(TinyModels.CONTEXT_LENGTH);
      assertThat(config.groupSize()).isEqualTo(2);
      assertThat(model.tokenizer()).isPresent();
      assertThat(model.chatTemplateSource()).isPresent();
    }
  }

  @Test
  void aModelThatNoFileHoldsIsLoadedAlike() throws IOException {
    Path path = TinyModels.write(folder.resolve("m.gguf"), Architecture.QWEN2, WeightType.Q8_0, 1);
    try (GgufFile original = GgufFile.open(path)) {
      GgufFile copy =
          GgufFile.of(
              "copy",
              original.metadata(),
              original.tensors(),
              tensor -> original.require(tensor.name()).data());
      try (LoadedModel model = ModelLoader.load(path, 1);
          LoadedModel made = ModelLoader.load(copy, 1)) {
        assertThat(made.transformer().config()).isEqualTo(model.transformer().config());
        assertThat(logits(made)).isEqualTo(logits(model));
      }
    }
  }

  private static float[] logits(LoadedModel model) {
    KvCache cache = model.transformer().newCache(KvType.F32, 3);
    Workspace workspace = model.transformer().newWorkspace(3, 1);
    model.transformer().forward(Batch.of(cache, new int[] {1, 2, 3}, 0, 3), workspace);
    return workspace.logits(0);
  }

  @Test
  void anUnknownArchitectureIsNamedWithThoseThereAre() throws IOException {
    GgufWriter writer = new GgufWriter(3).string("general.architecture", "mamba");
    assertRefused(
        writer, UnsupportedModelException.class, "architecture mamba", "llama, qwen2, qwen3");
  }

  @Test
  void aMixtureOfExpertsIsRefused() throws IOException {
    assertRefused(
        llama().uint32("llama.expert_count", 8),
        UnsupportedModelException.class,
        "mixture of experts");
  }

  @Test
  void ropeScalingThatIsNotComputedIsRefused() throws IOException {
    assertRefused(
        llama().string("llama.rope.scaling.type", "yarn"),
        UnsupportedModelException.class,
        "rope scaling 'yarn'",
        "linear");
  }

  @Test
  void aTensorWithoutAPlaceIsRefused() throws IOException {
    assertRefused(
        llama().tensor("blk.0.attn_sinks.weight", WeightType.F32, new float[4], 4),
        UnsupportedModelException.class,
        "\"blk.0.attn_sinks.weight\" has no place in architecture llama");
  }

  @Test
  void aMissingTensorIsNamed() throws IOException {
    assertRefused(
        new GgufWriter(3).string("general.architecture", "llama"),
        MalformedGgufException.class,
        "token_embd.weight");
  }

  @Test
  void aTensorOfAnotherShapeIsRefusedWithBothShapes() throws IOException {
    assertRefused(
        llama().tensor("output.weight", WeightType.F32, new float[64 * 2], 64, 2),
        MalformedGgufException.class,
        "\"output.weight\" is [2, 64], expected [",
        ", 64] from the metadata");
  }

  @Test
  void aMissingFileIsAnIoError() {
    assertThatThrownBy(() -> ModelLoader.load(folder.resolve("none.gguf"), 1))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aFileThatIsNotGgufIsRefused() throws IOException {
    Path path = Files.writeString(folder.resolve("notes.txt"), "not a model, but long enough");
    assertThatThrownBy(() -> ModelLoader.load(path, 1))
        .isInstanceOf(MalformedGgufException.class)
        .hasMessageContaining("notes.txt at byte 0");
  }
}
