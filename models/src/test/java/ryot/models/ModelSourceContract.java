package ryot.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every source must do. */
abstract class ModelSourceContract {

  private static final byte[] CONTENT = Samples.content(1);

  @TempDir Path folder;

  /** A source that has this content. */
  abstract ModelSource serving(byte[] content, Disk disk) throws IOException;

  /** A source that is there but lacks the model. */
  abstract ModelSource lacking() throws IOException;

  /** A source that begins and then falls silent for longer than any test takes. */
  abstract ModelSource stalling(byte[] content) throws IOException;

  Path target() {
    return folder.resolve("tiny.gguf");
  }

  PartFile part() throws IOException {
    return PartFile.open(target(), new LocalDisk());
  }

  static Fingerprint fill(ModelSource source, PartFile part, byte[] expected)
      throws IOException, InterruptedException {
    return source.fill(part, Samples.fingerprint(expected), PullProgress.SILENT);
  }

  @Test
  void theBytesArriveExactlyAndGetTheirName() throws Exception {
    RecordedProgress progress = new RecordedProgress();
    try (PartFile part = part()) {
      Fingerprint stated =
          serving(CONTENT, new LocalDisk()).fill(part, Samples.fingerprint(CONTENT), progress);
      assertThat(stated).isEqualTo(Samples.fingerprint(CONTENT));
      assertThat(target()).doesNotExist();
      part.publish(stated, progress);
    }

    assertThat(target()).hasBinaryContent(CONTENT);
    assertThat(folder).isDirectoryContaining(target()::equals);
    try (var files = Files.list(folder)) {
      assertThat(files).noneMatch(file -> file.toString().contains(".part"));
    }
    assertThat(progress.totalBytes).isEqualTo(CONTENT.length);
    assertThat(progress.doneBytes).isEqualTo(CONTENT.length);
  }

  @Test
  void aSourceThatLacksTheModelSaysSo() throws Exception {
    try (PartFile part = part()) {
      assertThatThrownBy(() -> fill(lacking(), part, CONTENT))
          .isInstanceOf(SourceFailedException.class)
          .hasMessageMatching("[^\\n]{10,}");
    }
    assertThat(target()).doesNotExist();
  }

  @Test
  void contentOfTheRightSizeThatIsWrongNeverGetsTheName() throws Exception {
    byte[] wrong = CONTENT.clone();
    wrong[wrong.length - 1] ^= 1;

    try (PartFile part = part()) {
      Fingerprint expected = fill(serving(wrong, new LocalDisk()), part, CONTENT);
      assertThatThrownBy(() -> part.publish(expected, PullProgress.SILENT))
          .isInstanceOf(CorruptModelException.class)
          .hasMessageContaining(Samples.sha256(CONTENT))
          .hasMessageContaining(Samples.sha256(wrong));
      assertThat(part.file()).doesNotExist();
    }
    assertThat(target()).doesNotExist();
  }

  @Test
  void contentThatIsTooLongIsRefusedAndNotWrittenBeyondItsSize() throws Exception {
    byte[] longer = Arrays.copyOf(CONTENT, CONTENT.length + 1);

    try (PartFile part = part()) {
      assertThatThrownBy(() -> fill(serving(longer, new LocalDisk()), part, CONTENT))
          .isInstanceOfAny(SourceFailedException.class, CorruptModelException.class)
          .hasMessageContaining("300,007");
      assertThat(part.lengthBytes()).isLessThanOrEqualTo(CONTENT.length);
    }
    assertThat(target()).doesNotExist();
  }

  @Test
  void contentThatIsTooShortIsRefused() throws Exception {
    byte[] shorter = Arrays.copyOf(CONTENT, CONTENT.length - 1);

    try (PartFile part = part()) {
      assertThatThrownBy(() -> fill(serving(shorter, new LocalDisk()), part, CONTENT))
          .isInstanceOfAny(SourceFailedException.class, CorruptModelException.class)
          .hasMessageContaining("300,006")
          .hasMessageContaining("300,007");
    }
    assertThat(target()).doesNotExist();
  }

  @Test
  void tooLittleRoomIsSaidBeforeAnythingIsWritten() throws Exception {
    Disk disk = new SmallDisk(1000, 1000);

    try (PartFile part = PartFile.open(target(), disk)) {
      assertThatThrownBy(() -> fill(serving(CONTENT, disk), part, CONTENT))
          .isInstanceOf(StorageFullException.class)
          .hasMessageContaining(folder.toString())
          .hasMessageContaining("1,000 are available");
      assertThat(part.lengthBytes()).isZero();
    }
    assertThat(target()).doesNotExist();
  }

  @Test
  void aDiskThatFillsUpIsSaidWithThePlaceAndTheBytesNeeded() throws Exception {
    Disk disk = new SmallDisk(1L << 40, 100_000);

    try (PartFile part = PartFile.open(target(), disk)) {
      assertThatThrownBy(() -> fill(serving(CONTENT, disk), part, CONTENT))
          .isInstanceOf(StorageFullException.class)
          .hasMessageContaining("no space left in " + folder)
          .hasMessageContaining("more bytes are needed");
    }
    assertThat(target()).doesNotExist();
  }

  @Test
  void anInterruptedThreadStopsWaitingForASilentSource() throws Exception {
    ModelSource source = stalling(CONTENT);
    AtomicReference<Throwable> end = new AtomicReference<>();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try (PartFile part = part()) {
                    fill(source, part, CONTENT);
                  } catch (IOException | InterruptedException e) {
                    end.set(e);
                  }
                });
    Thread.sleep(600);
    thread.interrupt();

    assertThat(thread.join(Duration.ofSeconds(5))).isTrue();
    assertThat(end.get()).isInstanceOf(InterruptedException.class);
    assertThat(target()).doesNotExist();
  }

  @Test
  void itSaysWhatItIsAndHowToDoWithoutIt() throws Exception {
    ModelSource source = lacking();

    assertThat(source.description()).isNotBlank();
    assertThat(source.byHand()).contains("tiny.gguf");
  }
}
