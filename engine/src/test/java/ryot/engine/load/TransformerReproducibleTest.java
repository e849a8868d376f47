package ryot.engine.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ryot.engine.cache.KvCache;
import ryot.engine.cache.KvType;
import ryot.engine.kernel.Arithmetic;
import ryot.engine.model.Batch;
import ryot.engine.model.Transformer;
import ryot.engine.model.Workspace;
import ryot.testkit.TinyModels;
import ryot.testkit.TinyModels.Architecture;
import ryot.testkit.TinyVocabulary;
import ryot.testkit.WeightType;

/**
 * {@link Arithmetic#REPRODUCIBLE} for whole models: the bits of logits are the same by all kernels
 * that run here, on one thread and two, for a text alone and beside others, token by token and at
 * once; and they are those that another machine had. The build runs this at several widths of
 * vectors.
 */
class TransformerReproducibleTest {

  /** More than a page, and no multiple of a tile. */
  private static final int LENGTH = 75;

  @TempDir private Path folder;

  /** The hashes are golden: a change of them makes files unreadable that were written before. */
  @ParameterizedTest
  @CsvSource({
    "LLAMA, Q4_1, -6096200083012957801",
    "LLAMA, F16, 3105450145625491752",
    "QWEN2, Q4_0, 6732609328642405416",
    "QWEN2, Q5_0, 605038442042595320",
    "QWEN3, Q8_0, 8472969405664293668",
    "QWEN3, F32, 1606240009313340059",
  })
  void logitsHaveTheSameBitsEverywhere(Architecture architecture, WeightType type, long hash)
      throws IOException {
    Path file = TinyModels.write(folder.resolve("tiny.gguf"), architecture, type, 5);
    for (Map<String, String> kernels : KERNELS) {
      for (int threads : new int[] {1, 2}) {
        try (LoadedModel model = load(file, threads, kernels)) {
          String where = "%s on %d threads".formatted(model.kernelDescription(), threads);
          Transformer transformer = model.transformer();
          assertThat(atOnce(transformer, 25)).as("in pieces, %s", where).isEqualTo(hash);
          assertThat(atOnce(transformer, LENGTH)).as("at once, %s", where).isEqualTo(hash);
          assertThat(besideOthers(transformer)).as("beside others, %s", where).isEqualTo(hash);
        }
      }
    }
  }

  private static final Map<String, String>[] KERNELS = kernels();

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of maps
  private static Map<String, String>[] kernels() {
    return new Map[] {
      Map.of(),
      Map.of("ryot.machine.level", "avx2"),
      Map.of("ryot.kernels", "vector"),
      Map.of("ryot.kernels", "scalar")
    };
  }

  /** A level that this processor lacks leaves the model to vector kernels, which is as well. */
  private static LoadedModel load(Path file, int threads, Map<String, String> kernels)
      throws IOException {
    Properties before = (Properties) System.getProperties().clone();
    try {
      if (!kernels.isEmpty()) {
        System.clearProperty("ryot.kernels");
      }
      kernels.forEach(System::setProperty);
      return ModelLoader.load(file, threads, Arithmetic.REPRODUCIBLE);
    } finally {
      System.setProperties(before);
    }
  }

  private static int[] text(long seed) {
    return new Random(seed).ints(LENGTH, 3, TinyVocabulary.size()).toArray();
  }

  /** The hash of all logits of a text, computed in steps of {@code step} tokens. */
  private static long atOnce(Transformer transformer, int step) {
    Workspace workspace = transformer.newWorkspace(step, 1, step);
    KvCache cache = transformer.newCache(KvType.F16, LENGTH);
    Batch batch = new Batch();
    long hash = 1;
    for (int at = 0; at < LENGTH; at += step) {
      batch.clear();
      batch.add(cache, text(1), at, at + step, Batch.Logits.ALL);
      transformer.forward(batch, workspace);
      for (int row = 0; row < step; row++) {
        hash = hash(hash, workspace.logits(row));
      }
    }
    return hash;
  }

  /** The same, token by token in steps that other texts, longer and shorter ones, share. */
  private static long besideOthers(Transformer transformer) {
    int others = 4;
    Workspace workspace = transformer.newWorkspace(40, others + 1, others + 1);
    KvCache cache = transformer.newCache(KvType.F16, LENGTH);
    KvCache[] beside = new KvCache[others];
    Arrays.setAll(beside, i -> transformer.newCache(KvType.F16, LENGTH));
    Batch batch = new Batch();
    long hash = 1;
    for (int at = 0; at < LENGTH; at++) {
      batch.clear();
      int row = 0;
      for (int i = 0; i < others; i++) {
        int from = beside[i].length();
        int to = Math.min(LENGTH, from + 1 + (at + 3 * i) % 8);
        if (i == others / 2) {
          row = batch.add(cache, text(1), at, at + 1, Batch.Logits.LAST).outputRow();
        }
        if (to > from) {
          batch.add(beside[i], text(2 + i), from, to, Batch.Logits.LAST);
        }
      }
      transformer.forward(batch, workspace);
      hash = hash(hash, workspace.logits(row));
    }
    return hash;
  }

  private static long hash(long before, float[] logits) {
    long hash = before;
    for (float logit : logits) {
      assertThat(logit).isFinite();
      hash = hash * 0x9E3779B97F4A7C15L + Float.floatToRawIntBits(logit);
    }
    return hash;
  }

  @Test
  void logitsAreThoseOfTheFastestArithmeticWithinRounding() throws IOException {
    Path file =
        TinyModels.write(folder.resolve("tiny.gguf"), Architecture.LLAMA, WeightType.Q4_1, 5);
    try (LoadedModel fastest = ModelLoader.load(file, 1);
        LoadedModel same = ModelLoader.load(file, 1, Arithmetic.REPRODUCIBLE)) {
      assertThat(LogitsError.of(last(same), last(fastest))).isLessThan(1e-3);
    }
  }

  private static float[] last(LoadedModel model) {
    Workspace workspace = model.transformer().newWorkspace(LENGTH, 1);
    KvCache cache = model.transformer().newCache(KvType.F16, LENGTH);
    model.transformer().forward(Batch.of(cache, text(1), 0, LENGTH), workspace);
    return workspace.logits(0);
  }
}
