package ryot.engine.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ryot.engine.cache.KvCache;
import ryot.engine.cache.KvType;
import ryot.engine.gguf.GgufFile;
import ryot.engine.kernel.Kernels;
import ryot.engine.kernel.ScalarKernels;
import ryot.engine.kernel.WorkerTeam;
import ryot.engine.model.Batch;
import ryot.engine.model.Batch.Logits;
import ryot.engine.model.ModelConfig;
import ryot.engine.model.Transformer;
import ryot.engine.model.Workspace;
import ryot.testkit.TinyModels;
import ryot.testkit.TinyModels.Architecture;
import ryot.testkit.TinyVocabulary;
import ryot.testkit.WeightType;

/** The forward pass of whole tiny models: however it is divided, the same comes out. */
class TransformerIT {

  /** Other orders of addition, with logits of about 1. */
  private static final float ROUNDING = 1e-4f;

  /** Activations are rounded to eight bits. */
  private static final double ROUNDED_NMSE_MAX = 1e-3;

  @TempDir Path folder;

  private Path model(Architecture architecture, WeightType type) throws IOException {
    return TinyModels.write(folder.resolve("tiny.gguf"), architecture, type, 3);
  }

  private static int[] tokens(int seed, int count) {
    return new Random(seed).ints(count, 3, TinyVocabulary.size()).toArray();
  }

  private static float[] logits(Transformer transformer, KvType kvType, int[] tokens) {
    KvCache cache = transformer.newCache(kvType, tokens.length);
    Workspace workspace = transformer.newWorkspace(tokens.length, 1);
    transformer.forward(Batch.of(cache, tokens, 0, tokens.length), workspace);
    return workspace.logits(0);
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void sequencesInOneBatchGetTheLogitsTheyGetAlone(Architecture architecture) throws IOException {
    int[] lengths = {1, 5, 64, 17, 130};
    try (LoadedModel model = ModelLoader.load(model(architecture, WeightType.Q8_0), 2)) {
      Transformer transformer = model.transformer();
      Workspace workspace = transformer.newWorkspace(300, lengths.length);
      Batch batch = new Batch();
      for (int i = 0; i < lengths.length; i++) {
        KvCache cache = transformer.newCache(KvType.F32, 200);
        batch.add(cache, tokens(i, lengths[i]), 0, lengths[i], Logits.LAST);
      }
      transformer.forward(batch, workspace);
      for (int i = 0; i < lengths.length; i++) {
        assertThat(batch.slice(i).cache().length()).isEqualTo(lengths[i]);
        assertClose(workspace.logits(i), logits(transformer, KvType.F32, tokens(i, lengths[i])));
      }
    }
  }

  /** Slices that want no logits, all of them, or the last only, mixed and in a batch used again. */
  @ParameterizedTest
  @EnumSource(Architecture.class)
  void eachSliceGetsTheLogitsItAsksFor(Architecture architecture) throws IOException {
    Logits[] wanted = {Logits.NONE, Logits.ALL, Logits.LAST, Logits.ALL, Logits.NONE, Logits.LAST};
    int[] lengths = {70, 3, 1, 66, 1, 9};
    try (LoadedModel model = ModelLoader.load(model(architecture, WeightType.F32), 2)) {
      Transformer transformer = model.transformer();
      Workspace workspace = transformer.newWorkspace(150, lengths.length, 71);
      Batch batch = new Batch();
      for (int round = 0; round < 2; round++) {
        batch.clear();
        for (int i = 0; i < lengths.length; i++) {
          KvCache cache = transformer.newCache(KvType.F32, 200);
          batch.add(cache, tokens(i, lengths[i]), 0, lengths[i], wanted[i]);
        }
        transformer.forward(batch, workspace);
        assertThat(batch.outputRows()).isEqualTo(3 + 1 + 66 + 1);
        for (int i = 0; i < lengths.length; i++) {
          Batch.Slice slice = batch.slice(i);
          assertThat(slice.cache().length()).isEqualTo(lengths[i]);
          for (int r = 0; r < slice.outputRows(); r++) {
            int count = lengths[i] - slice.outputRows() + r + 1;
            int[] beginning = Arrays.copyOf(tokens(i, lengths[i]), count);
            assertClose(
                workspace.logits(slice.outputRow() + r),
                logits(transformer, KvType.F32, beginning));
          }
        }
      }
    }
  }

  @Test
  void aStepWithoutLogitsStillFillsTheCache() throws IOException {
    try (LoadedModel model = ModelLoader.load(model(Architecture.LLAMA, WeightType.F32), 2)) {
      Transformer transformer = model.transformer();
      Workspace workspace = transformer.newWorkspace(64, 1);
      KvCache cache = transformer.newCache(KvType.F32, 100);
      int[] tokens = tokens(4, 80);
      Batch batch = new Batch();
      batch.add(cache, tokens, 0, 40, Logits.NONE);
      transformer.forward(batch, workspace);
      transformer.forward(Batch.of(cache, tokens, 40, 80), workspace);
      assertClose(workspace.logits(0), logits(transformer, KvType.F32, tokens));
    }
  }

  @ParameterizedTest
  @EnumSource(WeightType.class)
  void theKernelsThatRunAgreeWithTheReference(WeightType type) throws IOException {
    Path path = model(Architecture.QWEN3, type);
    int[] tokens = tokens(7, 90);
    float[] expected;
    try (GgufFile file = GgufFile.open(path);
        Arena arena = Arena.ofConfined();
        WorkerTeam team = WorkerTeam.start(1)) {
      Kernels scalar = new ScalarKernels();
      ModelConfig config = ModelConfigReader.read(file);
      expected =
          logits(
              new Transformer(
                  config, WeightsReader.read(file, config, scalar, arena, team), scalar, team),
              KvType.F32,
              tokens);
    }
    for (int threads : new int[] {1, 2, 3}) {
      try (LoadedModel model = ModelLoader.load(path, threads)) {
        float[] found = logits(model.transformer(), KvType.F32, tokens);
        if (roundsActivations(model.kernelDescription(), type)) {
          assertThat(LogitsError.of(found, expected)).isLessThan(ROUNDED_NMSE_MAX);
        } else {
          assertClose(found, expected);
        }
      }
    }
  }

  private static boolean roundsActivations(String kernels, WeightType type) {
    return switch (type) {
      case Q4_0, Q4_1, Q5_0, Q5_1, Q8_0 -> !kernels.startsWith("scalar");
      case F32, F16, BF16 -> kernels.startsWith("machine code");
    };
  }

  @Test
  void roundedKeysAndValuesChangeLittle() throws IOException {
    try (LoadedModel model = ModelLoader.load(model(Architecture.LLAMA, WeightType.F32), 2)) {
      float[] exact = logits(model.transformer(), KvType.F32, tokens(9, 150));
      for (KvType type : new KvType[] {KvType.F16, KvType.Q8_0}) {
        float[] rounded = logits(model.transformer(), type, tokens(9, 150));
        for (int i = 0; i < exact.length; i++) {
          assertThat(rounded[i])
              .as("%s", type)
              .isCloseTo(exact[i], within(type == KvType.F16 ? 0.02f : 0.05f));
        }
        assertThat(rounded).isNotEqualTo(exact);
      }
    }
  }

  @Test
  void aStepThatCannotBeDoneChangesNoCache() throws IOException {
    try (LoadedModel model = ModelLoader.load(model(Architecture.LLAMA, WeightType.Q4_0), 2)) {
      Transformer transformer = model.transformer();
      Workspace workspace = transformer.newWorkspace(8, 1);
      KvCache cache = transformer.newCache(KvType.F16, 10);
      int[] unknown = {1, 2, TinyVocabulary.size()};
      assertThatThrownBy(() -> transformer.forward(Batch.of(cache, unknown, 0, 3), workspace))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("token " + TinyVocabulary.size() + " at 2 of slice 0");
      assertThatThrownBy(() -> transformer.forward(Batch.of(cache, new int[9], 0, 9), workspace))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("9 tokens in 1 slices do not fit a workspace of 8 in 1");
      Batch scored = new Batch();
      assertThatThrownBy(() -> transformer.forward(scored, workspace))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a batch has at least one slice");
      scored.add(cache, new int[2], 0, 2, Logits.ALL);
      assertThatThrownBy(() -> transformer.forward(scored, workspace))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("2 rows of logits do not fit a workspace of 1");
      transformer.forward(Batch.of(cache, new int[8], 0, 8), workspace);
      assertThatThrownBy(() -> transformer.forward(Batch.of(cache, new int[3], 0, 3), workspace))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("3 more tokens after 8 do not fit a context of 10");
      assertThat(cache.length()).isEqualTo(8);
    }
  }

  private static void assertClose(float[] found, float[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i]).as("logit %d", i).isCloseTo(expected[i], within(ROUNDING));
    }
  }
}
