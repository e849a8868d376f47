package ryot.vault.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import ryot.vault.seal.Keyring;
import ryot.vault.storage.Crashes;
import ryot.vault.storage.SimulatedStorage;

/**
 * Runs a few operations on a simulated disk, loses power at every moment of the last, and opens
 * every content that the disk may then have: what was acknowledged must be there, what was not is
 * there wholly or not at all, and nothing else is. What is done beside commits is done at once, or
 * an operation later.
 */
final class CrashExplorer {
  /** What a workload consists of. */
  enum Operation {
    PUT_A,
    PUT_B,
    DELETE_A,
    TRANSACTION,
    STREAM_C,
    CHECKPOINT,
    FINISH_SEGMENT,
    COMPACT,
    REOPEN
  }

  /** Segments so small that they fill after three commits. */
  private static final LogOptions TINY = new LogOptions(4 << 10, 4 << 10, 4 << 10, false);

  /** Every so many-th state is also lost power on while it recovers. */
  private final int againEvery;

  final Keyring keyring = TestKeys.keyring();
  private long states;
  private long again;
  private long sampled;
  private long workloads;

  CrashExplorer(int againEvery) {
    this.againEvery = againEvery;
  }

  /** All workloads of {@code length} operations. */
  static List<List<Operation>> workloads(int length) {
    List<List<Operation>> workloads = List.of(List.of());
    for (int i = 0; i < length; i++) {
      List<List<Operation>> longer = new ArrayList<>();
      for (List<Operation> workload : workloads) {
        for (Operation operation : Operation.values()) {
          List<Operation> next = new ArrayList<>(workload);
          next.add(operation);
          longer.add(next);
        }
      }
      workloads = longer;
    }
    return workloads;
  }

  /**
   * Explores a workload.
   *
   * @throws AssertionError if a state is not as it must be
   */
  void explore(List<Operation> workload) throws Exception {
    workloads++;
    for (boolean late : new boolean[] {false, true}) {
      SimulatedStorage storage = new SimulatedStorage();
      Log.create(storage, keyring);
      explore(workload, storage, late);
    }
  }

  /**
   * The same on a disk that has an empty log.
   *
   * @param late whether what is done beside commits is done an operation later
   */
  void explore(List<Operation> workload, SimulatedStorage storage, boolean late) throws Exception {
    Run run = new Run(storage, late);
    int last = workload.size() - 1;
    for (int i = 0; i < last; i++) {
      run.operate(workload.get(i), i);
    }
    Map<String, String> before = new TreeMap<>(run.expected);
    int mark = storage.mark();
    run.operate(workload.get(last), last);
    Map<String, String> after = new TreeMap<>(run.expected);
    Crashes crashes = storage.crashes(mark);
    run.log.close();
    Set<Long> seen = new HashSet<>();
    crashes.forEach(
        (files, atEnd) -> {
          if (!seen.add(fingerprint(files, atEnd))) {
            return; // another choice has led to the same disk
          }
          try {
            recover(files, atEnd ? after : before, after);
          } catch (IOException | RuntimeException | AssertionError e) {
            throw new AssertionError(
                "%s, power lost %s, files %s"
                    .formatted(workload, atEnd ? "after it" : "in its last", sizes(files)),
                e);
          }
        });
    states += seen.size();
    sampled += crashes.sampled();
  }

  private static long fingerprint(Map<String, byte[]> files, boolean atEnd) {
    CRC32C checksum = new CRC32C();
    long hash = atEnd ? 1 : 0;
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      checksum.update(file.getValue());
      hash = 31 * (31 * hash + file.getKey().hashCode()) + Arrays.hashCode(file.getValue());
    }
    return hash << 32 ^ hash >>> 32 ^ checksum.getValue();
  }

  private static Map<String, Integer> sizes(Map<String, byte[]> files) {
    Map<String, Integer> sizes = new TreeMap<>();
    files.forEach((name, content) -> sizes.put(name, content.length));
    return sizes;
  }

  /** Opens what is left, goes on, and opens once more. */
  private void recover(
      Map<String, byte[]> files, Map<String, String> allowed, Map<String, String> alsoAllowed)
      throws Exception {
    SimulatedStorage storage = new SimulatedStorage(files);
    Map<String, String> found;
    int mark;
    Crashes inRecovery;
    try (Log log = Log.open(storage, keyring, TINY, IndexListener.none(), Background.immediate())) {
      found = LogTest.contents(log);
      if (!found.equals(allowed) && !found.equals(alsoAllowed)) {
        throw new AssertionError(
            "found %s, and %s or %s was to be there".formatted(found, allowed, alsoAllowed));
      }
      mark = storage.mark();
      log.commit(List.of(LogTest.put("z", "last")));
      inRecovery = storage.crashes(0);
    }
    Map<String, String> continued = new TreeMap<>(found);
    continued.put("z", "last");
    try (Log log = Log.open(storage, keyring, TINY, IndexListener.none(), Background.immediate())) {
      if (!LogTest.contents(log).equals(continued)) {
        throw new AssertionError("after going on: " + LogTest.contents(log));
      }
      log.verify(LogProgress.none());
    }
    if (++again % againEvery == 0) {
      recoverAgain(inRecovery, storage.crashes(mark), found, continued, allowed, alsoAllowed);
    }
  }

  /** Loses power while recovering, and once more while going on. */
  private void recoverAgain(
      Crashes sinceOpening,
      Crashes sinceOpened,
      Map<String, String> found,
      Map<String, String> continued,
      Map<String, String> allowed,
      Map<String, String> alsoAllowed)
      throws Exception {
    sinceOpening.forEach(
        (files, atEnd) -> {
          Map<String, String> now = contents(files);
          boolean fine =
              atEnd
                  ? now.equals(continued)
                  : now.equals(allowed) || now.equals(alsoAllowed) || now.equals(continued);
          if (!fine) {
            throw new AssertionError("power lost again: " + now);
          }
        });
    sinceOpened.forEach(
        (files, _) -> {
          Map<String, String> now = contents(files);
          if (!now.equals(found) && !now.equals(continued)) {
            throw new AssertionError("power lost after recovery: " + now);
          }
        });
    states += sinceOpening.states() + sinceOpened.states();
  }

  private Map<String, String> contents(Map<String, byte[]> files) throws IOException {
    try (Log log =
        Log.open(
            new SimulatedStorage(files),
            keyring,
            TINY,
            IndexListener.none(),
            Background.immediate())) {
      return LogTest.contents(log);
    }
  }

  /** Workloads that were explored. */
  long workloads() {
    return workloads;
  }

  /** Contents of a disk that were opened. */
  long states() {
    return states;
  }

  /** Moments with so much undecided that not every combination was opened. */
  long sampled() {
    return sampled;
  }

  /** A log that is used, and what must be in it. */
  private final class Run {
    private final SimulatedStorage storage;
    private final Map<String, String> expected = new TreeMap<>();
    private final boolean late;
    private Background background;
    private Log log;

    private Run(SimulatedStorage storage, boolean late) throws IOException {
      this.storage = storage;
      this.late = late;
      this.background = background();
      this.log = open();
    }

    private Background background() {
      return late ? Background.held() : Background.immediate();
    }

    private Log open() throws IOException {
      return Log.open(storage, keyring, TINY, IndexListener.none(), background);
    }

    private void operate(Operation operation, int number) throws IOException {
      background.run();
      switch (operation) {
        case PUT_A -> put("a", "a" + number);
        case PUT_B -> put("b", "b".repeat(700) + number); // a frame of several sectors
        case DELETE_A -> {
          log.commit(List.of(new Change.Remove(LogTest.id("a"))));
          expected.remove("a");
        }
        case TRANSACTION -> {
          log.commit(List.of(LogTest.put("a", "t" + number), LogTest.put("b", "t" + number)));
          expected.put("a", "t" + number);
          expected.put("b", "t" + number);
        }
        case STREAM_C -> stream(number);
        case CHECKPOINT -> log.checkpoint();
        case FINISH_SEGMENT -> log.finishSegment();
        case COMPACT -> log.compact(0.2, 0, LogProgress.none());
        case REOPEN -> {
          log.close();
          background = background();
          log = open();
        }
      }
    }

    private void put(String name, String value) throws IOException {
      log.commit(List.of(LogTest.put(name, value)));
      expected.put(name, value);
    }

    private void stream(int number) throws IOException {
      String value = "c" + number;
      ByteBuffer bytes = ByteBuffer.wrap(value.getBytes(UTF_8));
      long stream = log.beginStream();
      log.commit(List.of(new Change.Part(stream, 0, bytes)));
      log.commit(
          List.of(
              new Change.Part(stream, 1, bytes),
              new Change.Put(LogTest.id("c"), "c".getBytes(UTF_8), bytes, stream, 2)));
      expected.put("c", value + value + value);
    }
  }
}
