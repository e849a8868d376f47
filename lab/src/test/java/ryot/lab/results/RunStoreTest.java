package ryot.lab.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStoreTest {

  private static final Path METRICS =
      Path.of(RunStore.METRICS, "FirstTokenLatencyBenchmark_a.json");
  private static final Path REPORT = Path.of(RunStore.REPORTS, "day_1_report_20261124_225038.json");

  @TempDir Path root;

  @Test
  void whatIsPublishedIsReadBack() throws IOException {
    DayReport day = SampleDays.good();
    RunStore store = RunStore.open(root);
    try (Publication publication = store.begin()) {
      publication.write(METRICS, ResultJson.write(day.results().getFirst()));
      publication.write(REPORT, ResultJson.write(day));
      assertThat(publication.commit()).containsExactly(root.resolve(METRICS), root.resolve(REPORT));
    }
    assertThat(store.runs("FirstTokenLatencyBenchmark")).containsExactly(day.results().getFirst());
    assertThat(store.reports(1)).containsExactly(day);
    assertThat(store.runs("OtherBenchmark")).isEmpty();
    assertThat(everything()).hasSize(2);
  }

  @Test
  void filesThatAreNotRunsArePassedOver() throws IOException {
    Files.createDirectories(root.resolve(RunStore.METRICS));
    Files.writeString(root.resolve(METRICS), "{ half");
    assertThat(RunStore.open(root).runs("FirstTokenLatencyBenchmark")).isEmpty();
  }

  @Test
  void withoutACommitNothingIsLeft() throws IOException {
    try (Publication publication = RunStore.open(root).begin()) {
      publication.write(METRICS, "{}");
      Files.writeString(publication.place(Path.of(RunStore.PROFILES, "x.jfr")), "half");
    }
    assertThat(everything()).isEmpty();
  }

  @Test
  void whatAKilledProcessLeftIsRemovedAndWhatOneStillWritesIsNot() throws Exception {
    Process process =
        new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-version")
            .start();
    process.waitFor();
    Path left = root.resolve(".unfinished-" + process.pid() + "-1");
    Files.createDirectories(left.resolve("profiles"));
    Files.writeString(left.resolve("profiles/x.jfr"), "half");
    Path mine = Files.createDirectories(root.resolve(".unfinished-not-a-number"));
    try (Publication publication = RunStore.open(root).begin();
        Publication other = RunStore.open(root).begin()) {
      assertThat(left).doesNotExist();
      assertThat(mine).exists();
      assertThat(publication.staging()).exists();
      assertThat(other.staging()).exists();
    }
  }

  @Test
  void aFullDiskGivesOneClearErrorAndLeavesNothing() throws IOException {
    FileSink full =
        (file, content) -> {
          if (file.toString().contains(RunStore.REPORTS)) {
            Files.write(file, new byte[content.length / 2]);
            throw new FileSystemException(file.toString(), null, "No space left on device");
          }
          Files.write(file, content);
        };
    try (Publication publication = RunStore.open(root, full).begin()) {
      publication.write(METRICS, "{}");
      assertThatThrownBy(() -> publication.write(REPORT, "{\"day\": 1}"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(root.resolve(REPORT).toString())
          .hasMessageContaining("No space left on device")
          .hasMessageContaining("MB free")
          .hasMessageContaining("no report was left behind");
    }
    assertThat(everything()).isEmpty();
  }

  @Test
  void aPlaceThatWasNeverFilledIsNotPublished() throws IOException {
    try (Publication publication = RunStore.open(root).begin()) {
      publication.place(Path.of(RunStore.PROFILES, "none.jfr"));
      publication.write(METRICS, "{}");
      assertThat(publication.commit()).containsExactly(root.resolve(METRICS));
    }
  }

  @Test
  void onceClosedNothingIsWrittenAnyMore() throws IOException {
    Publication publication = RunStore.open(root).begin();
    publication.write(METRICS, "{}");
    publication.close();
    publication.close();
    assertThatThrownBy(() -> publication.write(REPORT, "{}"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none were left behind");
    assertThatThrownBy(publication::commit).isInstanceOf(IOException.class);
    assertThat(everything()).isEmpty();
  }

  @Test
  void aFolderThatCannotBeMadeIsSaid() throws IOException {
    Path file = Files.writeString(root.resolve("file"), "x");
    assertThatThrownBy(() -> RunStore.open(file.resolve("below")).begin())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot be written to");
  }

  private List<Path> everything() throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(Files::isRegularFile).toList();
    }
  }
}
