package ryot.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import ryot.engine.cache.KvType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BenchResultTest {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  /** 8 sequences of 10 tokens in 1, 2 and 4 seconds. */
  private static BenchResult eight() {
    return new BenchResult(
        BenchCase.generation(2, 10, 8),
        START,
        List.of(1_000_000_000L, 2_000_000_000L, 4_000_000_000L),
        800e6,
        OptionalDouble.of(8e9));
  }

  private static BenchResult once() {
    return new BenchResult(
        BenchCase.prompt(1, 600), START, List.of(3_000_000_000L), 0, OptionalDouble.empty());
  }

  @Test
  void sequencesAreCountedTogether() {
    BenchResult result = eight();
    assertThat(result.tokensPerSecond()).containsExactly(80.0, 40.0, 20.0);
    assertThat(result.speed().mean()).isCloseTo(140 / 3.0, within(1e-9));
    assertThat(result.speed().stddev()).isCloseTo(30.5505, within(1e-4));
    assertThat(result.speed().median().value()).isEqualTo(40);
    assertThat(result.time().mean()).isCloseTo(7e9 / 3, within(1.0));
  }

  @Test
  void theWeightsOfAStepAreSharedByItsSequences() {
    assertThat(eight().bytesPerToken()).hasValue(100e6);
    // 5 steps a second in the median, 800 MB each, of 8 GB
    assertThat(eight().bandwidthShare().orElseThrow()).isCloseTo(0.5, within(1e-9));
    assertThat(once().bytesPerToken()).isEmpty();
    assertThat(once().bandwidthShare()).isEmpty();
  }

  @Test
  void asJsonItHasTheFieldsOfLlamaBench() {
    BenchSubject subject =
        new BenchSubject("some.gguf", "llama 1.2B Q4_0", 695, 1_235, 600, "vector");
    String json =
        BenchJson.of(
            new BenchReport(subject, KvType.F16, "a CPU", "abc", List.of(eight(), once())));
    JsonNode tests = JsonMapper.shared().readTree(json);
    assertThat(tests.size()).isEqualTo(2);
    JsonNode generation = tests.get(0);
    assertThat(generation.get("model_filename").asString()).isEqualTo("some.gguf");
    assertThat(generation.get("n_threads").intValue()).isEqualTo(2);
    assertThat(generation.get("n_prompt").intValue()).isZero();
    assertThat(generation.get("n_gen").intValue()).isEqualTo(10);
    assertThat(generation.get("n_batch").intValue()).isEqualTo(8);
    assertThat(generation.get("avg_ts").doubleValue()).isCloseTo(46.667, within(1e-3));
    assertThat(generation.get("stddev_ts").doubleValue()).isCloseTo(30.5505, within(1e-4));
    assertThat(generation.get("samples_ts").size()).isEqualTo(3);
    assertThat(generation.get("samples_ns").get(2).longValue()).isEqualTo(4_000_000_000L);
    assertThat(generation.get("avg_ns").longValue()).isEqualTo(2_333_333_333L);
    assertThat(generation.get("test_time").asString()).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(generation.get("type_k").asString()).isEqualTo("f16");
    JsonNode prompt = tests.get(1);
    assertThat(prompt.get("n_prompt").intValue()).isEqualTo(600);
    assertThat(prompt.get("n_batch").intValue()).isEqualTo(512);
    assertThat(prompt.get("stddev_ts").doubleValue()).isZero();
    assertThat(prompt.get("stddev_ns").longValue()).isZero();
    assertThat(prompt.has("bytes_per_token")).isFalse();
  }

  @Test
  void asJsonCeilingsNameTheirUnits() {
    JsonNode readings =
        JsonMapper.shared()
            .readTree(BenchJson.of(List.of(new CeilingReading("loops", 2, 1e9, 2e9, 3e9)), "cpu"));
    assertThat(readings.get(0).get("n_threads").intValue()).isEqualTo(2);
    assertThat(readings.get(0).get("read_bytes_per_second").doubleValue()).isEqualTo(1e9);
    assertThat(readings.get(0).get("int8_operations_per_second").doubleValue()).isEqualTo(3e9);
  }
}
