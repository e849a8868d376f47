package ryot.vault.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import ryot.vault.seal.Keyring;
import ryot.vault.storage.SimulatedStorage;

class SegmentRootTest {
  private final SimulatedStorage storage = new SimulatedStorage();
  private final Keyring keyring = TestKeys.keyring();

  /** Writes a value in an opening of its own; the root then. */
  private SegmentRoot use(SimulatedStorage disk, String value) throws IOException {
    try (Log log = LogTest.open(disk, keyring)) {
      log.commit(List.of(LogTest.put("a", value)));
    }
    return root(disk);
  }

  private SegmentRoot root(SimulatedStorage disk) throws IOException {
    try (Log log = LogTest.open(disk, keyring)) {
      assertThat(log.verify(LogProgress.none()).root()).isEqualTo(log.root());
      return log.root();
    }
  }

  private void require(SimulatedStorage disk, SegmentRoot noted) throws IOException {
    try (Log log = LogTest.open(disk, keyring)) {
      log.requireReached(noted);
    }
  }

  @Test
  void everySealedSegmentMovesItOn() throws IOException {
    Log.create(storage, keyring);
    SegmentRoot empty = root(storage);
    SegmentRoot first = use(storage, "one");
    SegmentRoot second = use(storage, "two");
    assertThat(empty.segments()).isZero();
    assertThat(first.segments()).isEqualTo(1);
    assertThat(second.segments()).isEqualTo(2);
    for (SegmentRoot noted : List.of(empty, first, second)) {
      require(storage, noted);
    }
  }

  @Test
  void itOutlivesCompaction() throws IOException {
    Log.create(storage, keyring);
    SegmentRoot first = use(storage, "one");
    use(storage, "two");
    try (Log log = LogTest.open(storage, keyring)) {
      log.compact(0, Integer.MAX_VALUE, LogProgress.none());
      assertThat(log.stats().segments()).isEqualTo(1);
      log.requireReached(first);
    }
    require(storage, first);
    assertThat(root(storage).segments()).isEqualTo(3);
  }

  @Test
  void anOlderCopyOfAllFilesIsNoticed() throws IOException {
    Log.create(storage, keyring);
    SegmentRoot first = use(storage, "one");
    Map<String, byte[]> copied = storage.files();
    SegmentRoot second = use(storage, "two");
    SimulatedStorage old = new SimulatedStorage(copied);
    require(old, first);
    assertThatThrownBy(() -> require(old, second))
        .isInstanceOf(TamperedException.class)
        .hasMessageContaining("older copy");
    use(old, "three"); // as many segments, and others
    require(old, first);
    assertThatThrownBy(() -> require(old, second))
        .isInstanceOf(TamperedException.class)
        .hasMessageContaining("another history");
  }

  @Test
  void whatAKilledProcessWroteIsSealedByTheNextOpening() throws IOException {
    Log.create(storage, keyring);
    Log abandoned = LogTest.open(storage, keyring);
    abandoned.commit(List.of(LogTest.put("a", "one")));
    assertThat(abandoned.root().segments()).isZero();
    SimulatedStorage left = new SimulatedStorage(storage.files());
    assertThat(use(left, "two").segments()).isEqualTo(2);
  }

  @Test
  void itsTextIsRead() throws IOException {
    Log.create(storage, keyring);
    SegmentRoot root = use(storage, "one");
    assertThat(root.toString()).matches("1-[0-9a-f]{64}");
    assertThat(SegmentRoot.parse(" " + root + "\n")).hasValue(root);
    for (String other : List.of("", "1-", "x-" + "0".repeat(64), "1-" + "0".repeat(63))) {
      assertThat(SegmentRoot.parse(other)).isEmpty();
    }
  }
}
