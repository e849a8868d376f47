package ryot.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shapes against the numbers of weights that their publishers state. */
class ModelShapesTest {

  @ParameterizedTest
  @CsvSource({
    "stories15m, 15191712",
    "smollm2-135m, 134515008",
    "smollm2-360m, 361821120",
    "smollm2-1.7b, 1711376384",
    "tinyllama-1.1b, 1100048384",
    "llama-3.2-1b, 1235814400",
    "llama-3.2-3b, 3212749824",
    "llama-3.1-8b, 8030261248",
    "llama-2-7b, 6738415616",
    "mistral-7b, 7248023552",
    "qwen2.5-0.5b, 494032768",
    "qwen2.5-1.5b, 1543714304",
    "qwen2.5-3b, 3085938688",
    "qwen2.5-7b, 7615616512",
    "qwen3-0.6b, 596049920",
    "qwen3-1.7b, 1720574976",
    "qwen3-4b, 4022468096",
    "qwen3-8b, 8190735360"
  })
  void aShapeHasTheWeightsOfItsModel(String name, long parameters) {
    assertThat(ModelShapes.named(name).orElseThrow().parameters()).isEqualTo(parameters);
  }

  @Test
  void namesAreFoundInAnyCaseAndOthersNot() {
    assertThat(ModelShapes.named("Llama-3.2-1B")).isPresent();
    assertThat(ModelShapes.named("llama-9")).isEmpty();
    assertThat(ModelShapes.all()).extracting(ModelShape::name).doesNotHaveDuplicates();
  }

  @Test
  void sizesAreThoseOfTheFilesOfTheSameShape() {
    ModelShape llama = ModelShapes.named("llama-3.2-1b").orElseThrow();
    assertThat(llama.sizeBytes(WeightMix.Q4_0)).isEqualTo(695_377_920L);
    assertThat(llama.sizeBytes(WeightMix.F32)).isEqualTo(4 * llama.parameters());
  }
}
