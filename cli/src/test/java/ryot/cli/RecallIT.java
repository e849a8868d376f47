package ryot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ryot.testkit.TinyModels;
import ryot.testkit.TinyModels.Architecture;
import ryot.testkit.WeightType;
import ryot.vault.Vault;
import ryot.vault.seal.Credential;

/** {@code --vault} of {@code generate} and {@code chat}, each in a process of its own. */
class RecallIT {

  private static final String PROMPT = "once upon a time there was a prompt ".repeat(8);

  @TempDir private Path folder;
  private String model = "";
  private String vault = "";
  private String key = "";

  @BeforeEach
  void prepare() throws IOException {
    Path file = folder.resolve("tiny.gguf");
    model = TinyModels.write(file, Architecture.LLAMA, WeightType.F32, 1).toString();
    vault = folder.resolve("v").toString();
    key = folder.resolve("k").toString();
    assertThat(Cli.run("vault", "create", "--vault", vault, "--key-file", key).code()).isZero();
  }

  private Cli.Outcome generate(String... more) throws Exception {
    String[] usual = {
      "generate", "--raw", "--model", model, "--temperature", "0", "--max-tokens", "12", PROMPT
    };
    String[] all = new String[usual.length + more.length];
    System.arraycopy(usual, 0, all, 0, usual.length);
    System.arraycopy(more, 0, all, usual.length, more.length);
    return CliProcess.start(folder, all).finish();
  }

  @Test
  void theSecondStartIsWarmAndSaysTheSame() throws Exception {
    Cli.Outcome cold = generate();
    Cli.Outcome first = generate("--vault", vault, "--key-file", key);
    Cli.Outcome second = generate("--vault", vault, "--key-file", key);
    assertThat(first.err()).contains("prompt of ").doesNotContain("from the vault");
    assertThat(second.err()).contains(" of them from the vault in ");
    assertThat(first.out()).isEqualTo(cold.out());
    assertThat(second.out()).isEqualTo(cold.out());
  }

  @Test
  void aVaultThatAnotherProcessHoldsIsReadAndSaidSo() throws Exception {
    Cli.Outcome cold = generate("--vault", vault, "--key-file", key);
    try (Credential credential = Credential.keyFile(Path.of(key));
        Vault held = Vault.open(Path.of(vault), credential)) {
      Cli.Outcome beside = generate("--vault", vault, "--key-file", key);
      assertThat(beside.code()).isZero();
      assertThat(beside.err())
          .contains("is open for writing in process ")
          .contains("meanwhile what it holds is used here, and nothing is added")
          .contains(" of them from the vault in ");
      assertThat(beside.out()).isEqualTo(cold.out());
      assertThat(held.failure()).isEmpty();
    }
  }

  @Test
  void aFolderWithoutAVaultIsRefusedBeforeTheModelIsOpened() throws Exception {
    Cli.Outcome refused = generate("--vault", folder.resolve("none").toString());
    assertThat(refused.code()).isEqualTo(ExitCode.FAILED);
    assertThat(refused.err()).contains("has no vault; './ryot vault create --vault DIR' makes one");
  }
}
