package ryot.vault.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import ryot.vault.seal.Keyring;
import ryot.vault.storage.SimulatedStorage;

/** Whatever is done to the files of a log that was closed is found out, and never yields data. */
class TamperTest {
  private static final LogOptions TINY = new LogOptions(4 << 10, 4 << 10, 1 << 20, false);

  private final Keyring keyring = TestKeys.keyring();

  /** A closed log of some segments, records and a checkpoint. */
  private Map<String, byte[]> closedLog() throws IOException {
    SimulatedStorage storage = new SimulatedStorage();
    Log.create(storage, keyring);
    try (Log log = Log.open(storage, keyring, TINY, IndexListener.none(), Background.immediate())) {
      log.commit(List.of(LogTest.put("a", "one"), LogTest.put("b", "x".repeat(600))));
      log.commit(List.of(LogTest.put("a", "two")));
      log.commit(List.of(LogTest.put("c", "three")));
      log.commit(List.of(new Change.Remove(LogTest.id("b"))));
      log.commit(List.of(LogTest.put("d", "four")));
    }
    return storage.files();
  }

  private static final Map<String, String> CONTENTS = Map.of("a", "two", "c", "three", "d", "four");

  /** What a use of a log makes of it: null if it is whole, else how it was found out. */
  private boolean isFoundOut(Map<String, byte[]> files) throws IOException {
    try (Log log =
        Log.open(
            new SimulatedStorage(files),
            keyring,
            TINY,
            IndexListener.none(),
            Background.immediate())) {
      Map<String, String> contents = new TreeMap<>();
      try {
        contents = LogTest.contents(log);
      } catch (TamperedException e) {
        return true;
      }
      assertThat(contents).isEqualTo(CONTENTS);
      log.verify(LogProgress.none());
      return false;
    } catch (TamperedException e) {
      return true;
    }
  }

  private static Map<String, byte[]> with(Map<String, byte[]> files, String name, byte[] content) {
    Map<String, byte[]> changed = new TreeMap<>(files);
    changed.put(name, content);
    return changed;
  }

  @Test
  void anUnchangedLogIsWhole() throws IOException {
    assertThat(isFoundOut(closedLog())).isFalse();
  }

  @Test
  void everyFlippedBitIsFoundOut() throws IOException {
    Map<String, byte[]> files = closedLog();
    int flips = 0;
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      byte[] content = file.getValue().clone();
      for (int bit = 0; bit < content.length * Byte.SIZE; bit += Reliability.count(43, 1)) {
        content[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        if (!isFoundOut(with(files, file.getKey(), content))) {
          fail("bit %d of byte %d of %s", bit % Byte.SIZE, bit / Byte.SIZE, file.getKey());
        }
        content[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        flips++;
      }
    }
    assertThat(flips).isGreaterThan(1_000);
    Reliability.report("flipped bits: %,d of a closed vault, all found out".formatted(flips));
  }

  @Test
  void everyTruncationIsFoundOut() throws IOException {
    Map<String, byte[]> files = closedLog();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      for (int length = 0; length < file.getValue().length; length += Reliability.count(37, 1)) {
        byte[] cut = Arrays.copyOf(file.getValue(), length);
        assertThat(isFoundOut(with(files, file.getKey(), cut)))
            .as("%s cut to %d bytes", file.getKey(), length)
            .isTrue();
      }
    }
  }

  @Test
  void everyDroppedFileIsFoundOut() throws IOException {
    Map<String, byte[]> files = closedLog();
    for (String name : files.keySet()) {
      Map<String, byte[]> fewer = new TreeMap<>(files);
      fewer.remove(name);
      assertThat(isFoundOut(fewer)).as(name).isTrue();
    }
  }

  @Test
  void everySwapAndDuplicateOfFilesIsFoundOut() throws IOException {
    Map<String, byte[]> files = closedLog();
    for (String first : files.keySet()) {
      for (String second : files.keySet()) {
        if (!first.equals(second)) {
          Map<String, byte[]> duplicate = with(files, first, content(files, second));
          assertThat(isFoundOut(duplicate)).as("%s is %s", first, second).isTrue();
          Map<String, byte[]> swapped = with(duplicate, second, content(files, first));
          assertThat(isFoundOut(swapped)).as("%s and %s", first, second).isTrue();
        }
      }
    }
  }

  @Test
  void everySwapAndDuplicateOfSectorsIsFoundOut() throws IOException {
    Map<String, byte[]> files = closedLog();
    Map<String, byte[]> segments = new TreeMap<>(files);
    segments.keySet().removeIf(name -> !name.endsWith(".seg"));
    for (Map.Entry<String, byte[]> from : segments.entrySet()) {
      for (Map.Entry<String, byte[]> to : segments.entrySet()) {
        for (int i = 0; i < from.getValue().length; i += 512) {
          for (int j = 0; j < to.getValue().length; j += 512) {
            if (!from.getKey().equals(to.getKey()) || i != j) {
              byte[] target = to.getValue().clone();
              System.arraycopy(from.getValue(), i, target, j, 512);
              assertThat(isFoundOut(with(files, to.getKey(), target)))
                  .as("%s at %d from %s at %d", to.getKey(), j, from.getKey(), i)
                  .isTrue();
            }
          }
        }
      }
    }
  }

  @Test
  void everyOlderFileIsFoundOut() throws IOException {
    SimulatedStorage storage = new SimulatedStorage();
    Log.create(storage, keyring);
    Map<String, List<byte[]>> older = new TreeMap<>();
    for (String value : new String[] {"one", "two", "three"}) {
      try (Log log =
          Log.open(storage, keyring, TINY, IndexListener.none(), Background.immediate())) {
        for (int i = 0; i < 3; i++) {
          log.commit(List.of(LogTest.put("a", value + i)));
          remember(storage, older);
        }
        log.commit(List.of(LogTest.put("a", "two"), LogTest.put("c", "three")));
        log.commit(List.of(LogTest.put("d", "four")));
        remember(storage, older);
        log.compact(0.9, 0, LogProgress.none());
        remember(storage, older);
      }
      remember(storage, older);
    }
    Map<String, byte[]> files = storage.files();
    assertThat(isFoundOut(files)).isFalse();
    int tried = 0;
    for (Map.Entry<String, List<byte[]>> versions : older.entrySet()) {
      byte[] now = files.get(versions.getKey());
      for (byte[] version : versions.getValue()) {
        boolean same =
            now != null
                && version.length >= now.length
                && Arrays.equals(now, Arrays.copyOf(version, now.length));
        if (!same && now != null) {
          assertThat(isFoundOut(with(files, versions.getKey(), version)))
              .as("%s of %d bytes", versions.getKey(), version.length)
              .isTrue();
          tried++;
        }
      }
    }
    assertThat(tried).isGreaterThan(10);
  }

  private static void remember(SimulatedStorage storage, Map<String, List<byte[]>> older) {
    storage
        .files()
        .forEach(
            (name, content) -> older.computeIfAbsent(name, _ -> new ArrayList<>()).add(content));
  }

  @Test
  void anotherLogOfTheSameKeysIsFoundOut() throws IOException {
    Map<String, byte[]> files = closedLog();
    Map<String, byte[]> others = closedLog();
    for (String name : files.keySet()) {
      assertThat(isFoundOut(with(files, name, content(others, name)))).as(name).isTrue();
    }
  }

  @Test
  void aFlippedBitOfAnOpenSegmentIsNeverTakenForATornWrite() throws IOException {
    SimulatedStorage storage = new SimulatedStorage();
    Log.create(storage, keyring);
    Log log = Log.open(storage, keyring, TINY, IndexListener.none(), Background.immediate());
    log.commit(List.of(LogTest.put("a", "two"), LogTest.put("c", "three")));
    log.commit(List.of(LogTest.put("d", "four")));
    Map<String, byte[]> files = storage.files(); // as a killed process leaves them
    log.close();
    assertThat(isFoundOut(files)).isFalse();
    String segment = SegmentInfo.fileName(1);
    byte[] content = content(files, segment);
    for (int bit = 0; bit < (512 + 5 * 512) * Byte.SIZE; bit++) {
      boolean inHeader = bit / Byte.SIZE % 512 < Frames.HEADER_BYTES;
      if (!inHeader && bit % Reliability.count(41, 1) != 0) {
        continue;
      }
      byte[] flipped = content.clone();
      flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      assertThat(isFoundOut(with(files, segment, flipped))).as("bit %d", bit).isTrue();
    }
  }

  @Test
  void acknowledgedCommitsThatWereZeroedAreFoundOutIfLaterOnesFollow() throws IOException {
    SimulatedStorage storage = new SimulatedStorage();
    Log.create(storage, keyring);
    Log log = Log.open(storage, keyring, TINY, IndexListener.none(), Background.immediate());
    log.commit(List.of(LogTest.put("a", "one")));
    log.commit(List.of(LogTest.put("a", "two"), LogTest.put("c", "three")));
    log.commit(List.of(LogTest.put("d", "four")));
    Map<String, byte[]> files = storage.files();
    log.close();
    String segment = SegmentInfo.fileName(1);
    for (int sector = 1; sector <= 5; sector++) {
      byte[] zeroed = content(files, segment).clone();
      Arrays.fill(zeroed, sector * 512, (sector + 1) * 512, (byte) 0);
      assertThat(isFoundOut(with(files, segment, zeroed))).as("sector %d", sector).isTrue();
    }
  }

  private static byte[] content(Map<String, byte[]> files, String name) {
    return Objects.requireNonNull(files.get(name));
  }
}
