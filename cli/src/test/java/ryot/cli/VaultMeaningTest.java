package ryot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code ryot vault search TEXT}: units by what they mean. */
class VaultMeaningTest {

  @TempDir private Path folder;

  private Cli.Outcome run(String input, String command, String... arguments) {
    List<String> all = new ArrayList<>(List.of("vault", command));
    all.addAll(List.of(arguments));
    all.addAll(
        List.of(
            "--vault",
            folder.resolve("v").toString(),
            "--key-file",
            folder.resolve("k").toString()));
    return Cli.runWithInput(input, all.toArray(String[]::new));
  }

  @BeforeEach
  void notes() {
    assertThat(run("", "create").code()).isZero();
    run("The spare key is with the neighbour on the second floor.", "put", "key", "--embed");
    run("Octopuses have three hearts.", "put", "sea", "--tag", "animals");
    run("The ferry does not run in strong wind.", "put", "ferry", "--embed", "--tag", "travel");
    assertThat(run("Bats find insects by echo.", "put", "bat", "--tag", "animals").code()).isZero();
  }

  @Test
  void whatMeansTheSameComesFirstWithAndWithoutAStoredEmbedding() {
    assertThat(run("", "search", "Who can let me into my flat?").out().lines().toList().get(1))
        .contains("key", "The spare key is with");
    assertThat(run("", "search", "-n", "1", "sea creature's circulation").out().lines())
        .hasSize(2)
        .element(1)
        .asString()
        .contains("sea");
    assertThat(run("", "search", "When is the boat cancelled?", "--tag", "animals").out())
        .doesNotContain("ferry");
  }

  @Test
  void theNearestComeAsJsonToo() {
    JsonNode json =
        JsonMapper.shared()
            .readTree(run("", "search", "weather and ships", "-n", "2", "--json").out());
    assertThat(json).hasSize(2);
    assertThat(json.get(0).get("id").asString()).isEqualTo("ferry");
    assertThat(json.get(0).get("embedding_dimensions").asInt()).isEqualTo(384);
  }

  @Test
  void nothingToLookForIsRefused() {
    assertThat(run("", "search").err()).contains("what is looked for? A text, a --tag, or both");
    assertThat(run("", "search", "-n", "0", "x").err())
        .contains("--count is from 1 to 10,000, not 0");
    assertThat(run("x", "put", "y", "--bytes", "--embed").err()).contains("give one of them");
  }
}
