package ryot.lab.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetsTest {

  private static final String ONE =
      """
      {"targets": [{"name": "Fast", "benchmark": "*", "quantity": "throughput",
        "direction": "above", "value": 7.5, "unit": "tokens/s"}]}
      """;

  @TempDir Path folder;

  @Test
  void theBuiltInTargetsAreThoseOfTheCampaign() throws IOException {
    Targets targets = Targets.read(Optional.empty(), folder);
    assertThat(targets.source()).isEqualTo("built-in defaults");
    assertThat(targets.targets())
        .extracting(Target::name)
        .containsExactly(
            "TTFT mean",
            "TTFT p99",
            "Throughput",
            "Compression ratio",
            "Compression throughput",
            "RSU read p99",
            "RSU write p99",
            "Peak memory");
    assertThat(targets.targets())
        .extracting(Target::value)
        .containsExactly(100.0, 100.0, 50.0, 3.0, 100.0, 10.0, 20.0, 4000.0);
  }

  @Test
  void aFileInTheProjectGoesBeforeTheBuiltInOnes() throws IOException {
    Path file = folder.resolve(Targets.PROJECT_FILE);
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, ONE);
    Targets targets = Targets.read(Optional.empty(), folder);
    assertThat(targets.source()).isEqualTo(file.toString());
    assertThat(targets.targets())
        .containsExactly(
            new Target("Fast", "*", Quantity.THROUGHPUT, Target.Direction.ABOVE, 7.5, "tokens/s"));
  }

  @Test
  void aNamedFileThatIsMissingIsAnError() {
    assertThatThrownBy(() -> Targets.read(Optional.of(folder.resolve("none.json")), folder))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("none.json");
  }

  @Test
  void whatIsNotATargetsFileIsRejectedWithItsName() {
    for (String broken :
        new String[] {
          "",
          "[]",
          "{\"targets\": []}",
          ONE.replace("7.5", "-1"),
          ONE.replace("7.5", "\"fast\""),
          ONE.replace("above", "beside"),
          ONE.replace("throughput", "beauty"),
          ONE.replace("\"unit\"", "\"unti\"")
        }) {
      assertThatThrownBy(() -> Targets.parse(broken, "mine.json"))
          .as(broken)
          .isInstanceOf(MalformedTargetsException.class)
          .hasMessageContaining("mine.json")
          .hasMessageContaining("--targets")
          .hasMessageNotContaining("DeserializationFeature");
    }
  }

  @Test
  void headroomCountsTowardsTheWantedSide() {
    Target below = new Target("a", "*", Quantity.LATENCY_MEAN, Target.Direction.BELOW, 100, "ms");
    Target above =
        new Target("b", "*", Quantity.THROUGHPUT, Target.Direction.ABOVE, 50, "tokens/s");
    assertThat(below.headroom(25)).isEqualTo(0.75);
    assertThat(below.headroom(150)).isEqualTo(-0.5);
    assertThat(above.headroom(75)).isEqualTo(0.5);
    assertThat(below.metBy(100)).isFalse();
    assertThat(above.metBy(50)).isFalse();
  }
}
