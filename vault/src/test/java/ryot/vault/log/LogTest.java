package ryot.vault.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import ryot.vault.seal.Keyring;
import ryot.vault.storage.FaultyStorage;
import ryot.vault.storage.SimulatedStorage;
import ryot.vault.storage.Storage;

class LogTest {
  static final LogOptions SMALL = new LogOptions(8 << 10, 64 << 10, 1 << 20, false);

  private final SimulatedStorage storage = new SimulatedStorage();
  private final Keyring keyring = TestKeys.keyring();

  static Log open(Storage storage, Keyring keyring) throws IOException {
    return Log.open(storage, keyring, SMALL, IndexListener.none(), Background.immediate());
  }

  private Log created() throws IOException {
    Log.create(storage, keyring);
    return open(storage, keyring);
  }

  static RecordId id(String name) {
    long low = name.hashCode();
    return new RecordId(name.length(), low);
  }

  static Change put(String name, String value) {
    return new Change.Put(id(name), name.getBytes(UTF_8), ByteBuffer.wrap(value.getBytes(UTF_8)));
  }

  /** All names with their values. */
  static Map<String, String> contents(Log log) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (Entry entry : log.entries()) {
      contents.put(new String(entry.note(), UTF_8), new String(bytes(log, entry), UTF_8));
    }
    return contents;
  }

  static byte[] bytes(Log log, Entry entry) throws IOException {
    byte[] all = new byte[Math.toIntExact(entry.payloadBytes())];
    MemorySegment target = MemorySegment.ofArray(all);
    long at = 0;
    for (Place part : entry.parts()) {
      assertThat(log.read(part, 0, target.asSlice(at, part.length()))).isTrue();
      at += part.length();
    }
    int head = entry.headBytes();
    assertThat(log.read(entry.head(), entry.note().length, target.asSlice(at, head))).isTrue();
    return all;
  }

  @Test
  void whatWasCommittedIsThereWhenOpenedAgain() throws IOException {
    try (Log log = created()) {
      log.commit(List.of(put("a", "one"), put("b", "two")));
      log.commit(List.of(put("a", "three")));
      log.commit(List.of(new Change.Remove(id("b")), put("c", "")));
      assertThat(contents(log)).isEqualTo(Map.of("a", "three", "c", ""));
    }
    try (Log log = open(storage, keyring)) {
      assertThat(contents(log)).isEqualTo(Map.of("a", "three", "c", ""));
      log.commit(List.of(put("d", "four")));
    }
    try (Log log = open(storage, keyring)) {
      assertThat(contents(log)).isEqualTo(Map.of("a", "three", "c", "", "d", "four"));
      assertThat(log.verify(LogProgress.none()).commits()).isEqualTo(4);
    }
  }

  @Test
  void whatWasCommittedIsThereWithoutClosing() throws IOException {
    Log abandoned = created();
    abandoned.commit(List.of(put("a", "one")));
    abandoned.commit(List.of(put("b", "two")));
    try (Log log = open(storage, keyring)) {
      assertThat(contents(log)).isEqualTo(Map.of("a", "one", "b", "two"));
    }
  }

  @Test
  void anUnusedOpeningChangesNothing() throws IOException {
    try (Log log = created()) {
      log.commit(List.of(put("a", "one")));
    }
    int before = storage.mark();
    open(storage, keyring).close();
    assertThat(storage.mark()).isEqualTo(before);
  }

  @Test
  void largeValuesSpanFramesAndPartsAndSegments() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    Map<String, byte[]> expected = new HashMap<>();
    try (Log log = created()) {
      for (int size : new int[] {0, 1, 431, 432, 433, 65_455, 65_456, 65_457, 130_952, 130_953}) {
        byte[] value = new byte[size];
        random.nextBytes(value);
        long stream = log.beginStream();
        log.commit(List.of(new Change.Part(stream, 0, ByteBuffer.wrap(value))));
        log.commit(List.of(new Change.Part(stream, 1, ByteBuffer.wrap(value).slice(0, size / 2))));
        String name = "v" + size;
        log.commit(
            List.of(
                new Change.Put(id(name), name.getBytes(UTF_8), ByteBuffer.wrap(value), stream, 2)));
        byte[] all = new byte[size + size / 2 + size];
        System.arraycopy(value, 0, all, 0, size);
        System.arraycopy(value, 0, all, size, size / 2);
        System.arraycopy(value, 0, all, size + size / 2, size);
        expected.put(name, all);
      }
      requireContents(log, expected);
    }
    try (Log log = open(storage, keyring)) {
      requireContents(log, expected);
      log.compact(0, Integer.MAX_VALUE, LogProgress.none());
      requireContents(log, expected);
      log.verify(LogProgress.none());
    }
    try (Log log = open(storage, keyring)) {
      requireContents(log, expected);
    }
  }

  private static void requireContents(Log log, Map<String, byte[]> expected) throws IOException {
    for (Entry entry : log.entries()) {
      byte[] wanted = Objects.requireNonNull(expected.get(new String(entry.note(), UTF_8)));
      assertThat(bytes(log, entry)).isEqualTo(wanted);
      int from = entry.headBytes() / 3;
      byte[] piece = new byte[entry.headBytes() - from - from / 2];
      log.read(entry.head(), entry.note().length + from, MemorySegment.ofArray(piece));
      int start = wanted.length - entry.headBytes() + from;
      assertThat(piece).isEqualTo(Arrays.copyOfRange(wanted, start, start + piece.length));
    }
    assertThat(log.entries()).hasSize(expected.size());
  }

  @Test
  void anUnfinishedStreamIsForgotten() throws IOException {
    Log abandoned = created();
    long stream = abandoned.beginStream();
    abandoned.commit(List.of(new Change.Part(stream, 0, ByteBuffer.allocate(100))));
    abandoned.checkpoint();
    assertThat(abandoned.stats().liveBytes()).isPositive();
    try (Log log = open(storage, keyring)) {
      assertThat(log.stats().liveBytes()).isZero();
      assertThatThrownBy(
              () ->
                  log.commit(
                      List.of(
                          new Change.Put(id("x"), new byte[0], ByteBuffer.allocate(1), stream, 1))))
          .isInstanceOf(IllegalArgumentException.class);
      log.commit(List.of(put("a", "fine")));
    }
  }

  @Test
  void compactionGivesRoomBack() throws IOException {
    try (Log log = created()) {
      for (int round = 0; round < 40; round++) {
        log.commit(List.of(put("a", "x".repeat(3_000) + round), put("b" + round % 3, "y")));
      }
      Map<String, String> before = contents(log);
      long disk = log.stats().diskBytes();
      assertThat(log.compact(0.5, 0, LogProgress.none())).isPositive();
      assertThat(log.stats().diskBytes()).isLessThan(disk / 4);
      assertThat(contents(log)).isEqualTo(before);
      log.verify(LogProgress.none());
    }
    try (Log log = open(storage, keyring)) {
      assertThat(contents(log)).hasSize(4);
    }
  }

  @Test
  void manySmallSegmentsBecomeOne() throws IOException {
    Log.create(storage, keyring);
    for (int i = 0; i < 12; i++) {
      try (Log log = open(storage, keyring)) {
        log.commit(List.of(put("k" + i, "v" + i)));
      }
    }
    try (Log log = open(storage, keyring)) {
      assertThat(log.stats().segments()).isEqualTo(12);
      log.compact(0.9, 0, LogProgress.none());
      assertThat(log.stats().segments()).isEqualTo(1);
      assertThat(contents(log)).hasSize(12);
    }
  }

  @Test
  void aSnapshotStaysAsItWas() throws IOException {
    try (Log log = created()) {
      log.commit(List.of(put("a", "old")));
      try (LogSnapshot snapshot = log.snapshot()) {
        log.commit(List.of(put("a", "new"), put("b", "new")));
        log.compact(0, Integer.MAX_VALUE, LogProgress.none());
        assertThat(snapshot.entries()).hasSize(1);
        Entry entry = snapshot.find(id("a")).orElseThrow();
        byte[] value = new byte[3];
        snapshot.read(entry.head(), entry.note().length, MemorySegment.ofArray(value));
        assertThat(new String(value, UTF_8)).isEqualTo("old");
      }
    }
  }

  @Test
  void aCopyOpensElsewhere() throws IOException {
    SimulatedStorage copy = new SimulatedStorage();
    try (Log log = created()) {
      log.commit(List.of(put("a", "one")));
      log.copyTo(copy, LogProgress.none());
      log.commit(List.of(put("a", "two")));
    }
    try (Log log = open(copy, keyring)) {
      assertThat(contents(log)).isEqualTo(Map.of("a", "one"));
      log.verify(LogProgress.none());
    }
  }

  @Test
  void aReaderSeesWhatWasCommitted() throws IOException {
    try (Log log = created()) {
      log.commit(List.of(put("a", "one")));
      try (Log reader = Log.open(storage, keyring, SMALL.reading(), IndexListener.none())) {
        assertThat(contents(reader)).isEqualTo(Map.of("a", "one"));
        assertThatThrownBy(() -> reader.commit(List.of(put("b", ""))))
            .isInstanceOf(ReadOnlyException.class);
        log.commit(List.of(put("a", "two")));
        log.compact(0, Integer.MAX_VALUE, LogProgress.none());
        assertThat(contents(reader)).isEqualTo(Map.of("a", "one"));
      }
    }
  }

  @Test
  void manyWritersShareCommits() throws IOException {
    try (Log log = created()) {
      List<CompletableFuture<@Nullable Void>> done = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        done.add(log.append(List.of(put("k" + i, "v" + i))));
      }
      done.forEach(CompletableFuture::join);
      assertThat(log.stats().records()).isEqualTo(500);
      assertThat(log.stats().commits()).isLessThan(500);
    }
  }

  @Test
  void afterAFailedSyncNothingIsTakenAndAllCanBeRead() throws IOException {
    Log.create(storage, keyring);
    FaultyStorage faulty = new FaultyStorage(storage);
    Log log = open(faulty, keyring);
    log.commit(List.of(put("a", "one")));
    faulty.failAt(2, FaultyStorage.Fault.IO_ERROR); // the write, then the sync
    assertThatThrownBy(() -> log.commit(List.of(put("b", "two"))))
        .isInstanceOf(ReadOnlyException.class);
    faulty.heal();
    assertThatThrownBy(() -> log.commit(List.of(put("c", "three"))))
        .isInstanceOf(ReadOnlyException.class)
        .hasMessageContaining("open it again");
    assertThat(contents(log)).isEqualTo(Map.of("a", "one"));
    log.close();
    try (Log again = open(storage, keyring)) {
      assertThat(contents(again)).containsEntry("a", "one").doesNotContainKey("c");
    }
  }

  @Test
  void theNextSegmentIsFilledBeforeItIsNeeded() throws IOException {
    try (Log log = created()) {
      log.commit(List.of(put("a", "little")));
      assertThat(storage.list()).doesNotContain(SpareFile.NAME);
      log.commit(List.of(put("b", "x".repeat(5_000))));
      assertThat(storage.list()).contains(SpareFile.NAME);
      log.commit(List.of(put("c", "y".repeat(5_000))));
      log.commit(List.of(put("d", "z".repeat(70_000)))); // more than the spare one has room for
      assertThat(log.stats().segments()).isEqualTo(3);
    }
    assertThat(storage.list()).doesNotContain(SpareFile.NAME);
    try (Log log = open(storage, keyring)) {
      assertThat(contents(log)).containsOnlyKeys("a", "b", "c", "d");
      log.verify(LogProgress.none());
    }
  }

  @Test
  void commitsGoOnWhileACheckpointIsWritten() throws IOException {
    Log.create(storage, keyring);
    Background background = Background.held();
    LogOptions often = new LogOptions(8 << 10, 8 << 10, 4 << 10, false);
    try (Log log = Log.open(storage, keyring, often, IndexListener.none(), background)) {
      for (int i = 0; i < 20; i++) {
        log.commit(List.of(put("k" + i, "v".repeat(1_000))));
      }
      assertThat(storage.list()).noneMatch(name -> name.endsWith(".idx"));
      assertThat(background.run()).isPositive();
      log.commit(List.of(put("last", "w"))); // behind the checkpoint in the queue
      assertThat(storage.list()).contains(Manifest.CheckpointRef.fileName(1));
      SimulatedStorage copy = new SimulatedStorage(storage.files());
      try (Log left = open(copy, keyring)) {
        assertThat(contents(left)).hasSize(21);
        left.verify(LogProgress.none());
      }
    }
    try (Log log = open(storage, keyring)) {
      assertThat(contents(log)).hasSize(21);
    }
  }

  @Test
  void aCheckpointThatIsAskedForKnowsOfAllThatWasCommittedBefore() throws IOException {
    Log.create(storage, keyring);
    Background background = Background.held();
    LogOptions often = new LogOptions(8 << 10, 8 << 10, 4 << 10, false);
    try (Log log = Log.open(storage, keyring, often, IndexListener.none(), background)) {
      for (int i = 0; i < 10; i++) {
        log.commit(List.of(put("k" + i % 2, "v".repeat(1_000) + i)));
      }
      log.compact(0, Integer.MAX_VALUE, LogProgress.none()); // while one is in the making
      assertThat(contents(log)).hasSize(2);
      background.run();
      log.commit(List.of(put("last", "w")));
    }
    try (Log log = open(storage, keyring)) {
      assertThat(contents(log)).hasSize(3);
      log.verify(LogProgress.none());
    }
  }

  @Test
  void aFullDiskGetsTheRoomOfTheNextSegmentBack() throws IOException {
    Log.create(storage, keyring);
    FaultyStorage faulty = new FaultyStorage(storage);
    try (Log log = open(faulty, keyring)) {
      log.commit(List.of(put("a", "x".repeat(5_000))));
      assertThat(storage.list()).contains(SpareFile.NAME);
      faulty.failAt(1, FaultyStorage.Fault.DISK_FULL);
      assertThatThrownBy(() -> log.commit(List.of(put("b", "y".repeat(70_000)))))
          .isInstanceOf(VaultFullException.class);
      assertThat(storage.list()).doesNotContain(SpareFile.NAME);
      faulty.heal();
      log.commit(List.of(put("b", "y".repeat(70_000))));
    }
  }

  @Test
  void manyThreadsWriteWhileSegmentsAndCheckpointsAreMadeBeside() throws Exception {
    Log.create(storage, keyring);
    LogOptions often = new LogOptions(8 << 10, 32 << 10, 16 << 10, false);
    Map<String, String> expected = new TreeMap<>();
    try (Log log = Log.open(storage, keyring, often, IndexListener.none())) {
      List<Thread> threads = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        int number = thread;
        threads.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      try {
                        for (int i = 0; i < 60; i++) {
                          String name = number + "/" + i % 20;
                          log.commit(List.of(put(name, "v".repeat(i * 10))));
                          if (i % 25 == 24) {
                            log.compact(0.3, 0, LogProgress.none());
                          }
                        }
                      } catch (IOException e) {
                        throw new AssertionError(e);
                      }
                    }));
        for (int i = 40; i < 60; i++) {
          expected.put(number + "/" + i % 20, "v".repeat(i * 10));
        }
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(contents(log)).isEqualTo(expected);
    }
    try (Log log = open(storage, keyring)) {
      assertThat(contents(log)).isEqualTo(expected);
      log.verify(LogProgress.none());
    }
  }
}
