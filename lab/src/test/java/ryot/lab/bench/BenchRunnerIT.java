package ryot.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ryot.engine.cache.KvType;
import ryot.engine.model.Architecture;
import ryot.testkit.TinyModels;
import ryot.testkit.WeightType;

class BenchRunnerIT {
  @TempDir private Path folder;

  private final List<BenchResult> finished = new ArrayList<>();
  private final List<Integer> runs = new ArrayList<>();

  private final BenchProgress progress =
      new BenchProgress() {
        @Override
        public void preparing(String what) {
          assertThat(what).isNotBlank();
        }

        @Override
        public void ran(BenchCase test, int index, int count, int run, int of, double speed) {
          assertThat(index).isBetween(1, count);
          assertThat(speed).isPositive();
          runs.add(run);
        }

        @Override
        public void finished(BenchResult result) {
          finished.add(result);
        }
      };

  private static BenchPlan plan(int repetitions) {
    return new BenchPlan(
        List.of(600), List.of(9), List.of(1, 3), List.of(1, 2), repetitions, 0, KvType.F16);
  }

  @Test
  void aFileIsMeasuredInEveryCombination() throws Exception {
    Path file =
        TinyModels.write(
            folder.resolve("tiny.gguf"), TinyModels.Architecture.QWEN2, WeightType.Q8_0, 3);
    BenchReport report = new BenchRunner(new BenchModel.Stored(file), plan(2), progress).run();
    assertThat(report.results()).hasSize(6);
    assertThat(finished)
        .extracting(BenchResult::samplesNanos)
        .isEqualTo(report.results().stream().map(BenchResult::samplesNanos).toList());
    assertThat(runs).containsExactly(0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2);
    BenchSubject subject = report.subject();
    assertThat(subject.label()).isEqualTo(file.toString());
    assertThat(subject.type()).startsWith("qwen2 ").endsWith(" Q8_0");
    assertThat(subject.stepBytes()).as("an embedding is not read").isLessThan(subject.sizeBytes());
    assertThat(report.results())
        .allSatisfy(
            result -> {
              assertThat(result.samplesNanos()).hasSize(2).allMatch(nanos -> nanos > 0);
              assertThat(result.bandwidthShare().isPresent()).isEqualTo(result.test().generates());
            });
    // keys and values of two blocks, two heads: see TinyModels
    BenchResult one = report.results().get(1);
    BenchResult three = report.results().get(2);
    double cacheOfOne = one.stepBytes() - subject.stepBytes();
    assertThat(cacheOfOne).isPositive();
    assertThat(three.stepBytes() - subject.stepBytes()).isEqualTo(3 * cacheOfOne);
  }

  @Test
  void aShapeIsMeasuredWithoutAFile() throws Exception {
    BenchModel model =
        new BenchModel.Synthetic(ModelShapes.named("stories15m").orElseThrow(), WeightMix.Q4_0, 1);
    BenchPlan plan =
        new BenchPlan(List.of(0), List.of(2), List.of(1), List.of(1), 1, 0, KvType.F32);
    BenchReport report = new BenchRunner(model, plan, progress).run();
    assertThat(report.subject().label()).isEqualTo("stories15m-q4_0");
    assertThat(report.subject().type()).isEqualTo("llama 15M Q4_0");
    assertThat(report.subject().parameters()).isEqualTo(15_191_712);
    assertThat(report.subject().stepBytes()).isEqualTo(report.subject().sizeBytes());
    assertThat(report.results()).singleElement().satisfies(r -> assertThat(r.speed().n()).isOne());
  }

  @Test
  void weightsThatDoNotFitAreRefusedBeforeAnyIsMade() {
    ModelShape vast =
        new ModelShape(
            "vast", Architecture.LLAMA, 8, 1 << 30, 8192, 64, 64, 8, 128, 1 << 20, false, 1e4f);
    BenchModel model = new BenchModel.Synthetic(vast, WeightMix.F32, 1);
    assertThatThrownBy(model::open)
        .isInstanceOf(NotEnoughMemoryException.class)
        .hasMessageContainingAll("vast-f32 needs ", " GB of memory and ", "smaller");
  }

  @Test
  void anInterruptEndsIt() {
    BenchModel model =
        new BenchModel.Synthetic(ModelShapes.named("stories15m").orElseThrow(), WeightMix.Q4_0, 1);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> new BenchRunner(model, plan(1), progress).run())
        .isInstanceOf(InterruptedException.class);
    assertThat(finished).isEmpty();
  }
}
