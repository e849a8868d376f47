package ryot.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ryot vault} in processes of its own: killed, locked out, asked by a prompt. */
class VaultIT {
  @TempDir private Path folder;
  private String vault = "";
  private String key = "";

  @BeforeEach
  void aVaultWithAUnit() {
    vault = folder.resolve("v").toString();
    key = folder.resolve("k").toString();
    assertThat(Cli.run("vault", "create", "--vault", vault, "--key-file", key).code()).isZero();
    assertThat(
            Cli.runWithInput("1", "vault", "put", "one", "--vault", vault, "--key-file", key)
                .code())
        .isZero();
  }

  @Test
  void aWriterThatIsKilledLeavesNothingOfItsUnitAndNoLock() throws Exception {
    CliProcess writer =
        CliProcess.start(
            folder, "vault", "put", "big", "--bytes", "--vault", vault, "--key-file", key);
    writer.write(new byte[6 << 20]);
    Cli.Outcome locked = awaitLocked();
    assertThat(locked.code()).isEqualTo(ExitCode.FAILED);
    assertThat(locked.err()).contains("process " + writer.pid() + " on ").hasLineCount(1);

    writer.signal("KILL").finish();
    Cli.Outcome list = Cli.run("vault", "ls", "--vault", vault, "--key-file", key);
    assertThat(list.out()).as(list.err()).contains("one").doesNotContain("big");
    assertThat(Cli.run("vault", "verify", "--vault", vault, "--key-file", key).code()).isZero();
    Cli.Outcome next =
        Cli.runWithInput("2", "vault", "put", "two", "--vault", vault, "--key-file", key);
    assertThat(next.code()).as(next.err()).isZero();
  }

  /** What a second writer is told once the first holds the lock. */
  private Cli.Outcome awaitLocked() throws InterruptedException {
    for (int waited = 0; ; waited++) {
      Cli.Outcome outcome =
          Cli.runWithInput("2", "vault", "put", "two", "--vault", vault, "--key-file", key);
      if (outcome.code() != 0 || waited == 300) {
        return outcome;
      }
      Thread.sleep(100);
    }
  }

  @Test
  void aPassphraseThatIsTypedIsNotShown() throws Exception {
    assumeThat(isHere("script", "stty")).as("script and stty").isTrue();
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String command =
        "exec %s --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Dryot.tty=ioe -cp '%s' ryot.cli.Main vault create --vault '%s'"
            .formatted(java, System.getProperty("java.class.path"), folder.resolve("asked"));
    Process asked =
        new ProcessBuilder("script", "-qec", command, "/dev/null")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("screen").toFile())
            .start();
    answer(asked, "New passphrase: ");
    answer(asked, "Once more: ");
    assertThat(asked.waitFor(120, TimeUnit.SECONDS)).as(screen()).isTrue();
    assertThat(asked.exitValue()).as(screen()).isZero();
    assertThat(screen()).contains("made a vault in").doesNotContain("sesame");
  }

  private void answer(Process asked, String question) throws IOException, InterruptedException {
    for (int waited = 0; !screen().contains(question); waited++) {
      assertThat(waited).as(screen()).isLessThan(600);
      Thread.sleep(100);
    }
    asked.getOutputStream().write("sesame\n".getBytes(UTF_8));
    asked.getOutputStream().flush();
  }

  private String screen() throws IOException {
    return Files.readString(folder.resolve("screen"));
  }

  private static boolean isHere(String... programs) {
    List<Path> path = List.of(Path.of("/usr/bin"), Path.of("/bin"), Path.of("/usr/local/bin"));
    return List.of(programs).stream()
        .allMatch(
            program -> path.stream().anyMatch(place -> Files.isExecutable(place.resolve(program))));
  }
}
