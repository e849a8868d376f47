package ryot.vault.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import ryot.vault.seal.Keyring;
import ryot.vault.storage.FaultyStorage;
import ryot.vault.storage.FaultyStorage.Fault;
import ryot.vault.storage.SimulatedStorage;
import ryot.vault.storage.VaultException;

/** A failing disk loses nothing that was acknowledged, at whichever call it fails. */
class FaultTest {
  private static final LogOptions TINY = new LogOptions(4 << 10, 4 << 10, 6 << 10, false);

  private final Keyring keyring = TestKeys.keyring();

  /** Uses a log until something fails, knowing what was acknowledged. */
  private final class Use {
    private final SimulatedStorage disk = new SimulatedStorage();
    private final FaultyStorage storage = new FaultyStorage(disk);
    private final Map<String, String> acknowledged = new TreeMap<>();
    private final List<Exception> failures = new ArrayList<>();

    /** What is there if the change that failed was made nevertheless. */
    private Map<String, String> inDoubt = acknowledged;

    private Log log;

    private Use() throws IOException {
      Log.create(disk, keyring);
      log = Log.open(storage, keyring, TINY, IndexListener.none(), Background.immediate());
    }

    private void run() throws IOException {
      for (int i = 0; i < 6; i++) {
        put("a", "v" + i);
        put("b" + i, "x".repeat(300 * i));
      }
      attempt(() -> log.checkpoint(), acknowledged);
      put("a", "w");
      attempt(() -> log.compact(0.2, 0, LogProgress.none()), acknowledged);
      put("c", "end");
    }

    private void put(String name, String value) throws IOException {
      Map<String, String> after = new TreeMap<>(acknowledged);
      after.put(name, value);
      if (attempt(() -> log.commit(List.of(LogTest.put(name, value))), after)) {
        acknowledged.put(name, value);
      }
    }

    private boolean attempt(Step step, Map<String, String> after) throws IOException {
      try {
        step.run();
        return true;
      } catch (VaultException e) {
        if (failures.isEmpty() && e instanceof ReadOnlyException) {
          inDoubt = new TreeMap<>(after);
        }
        failures.add(e);
        return false;
      }
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  private static int callsOfAWholeUse(Use use) throws IOException {
    use.storage.failAt(Integer.MAX_VALUE, Fault.IO_ERROR);
    use.run();
    use.log.close();
    assertThat(use.failures).isEmpty();
    return use.storage.calls();
  }

  @Test
  void anErrorAtAnyCallMakesTheLogReadOnlyAndLosesNothing() throws IOException {
    for (Fault fault : new Fault[] {Fault.IO_ERROR, Fault.HALF_WRITTEN}) {
      int calls = callsOfAWholeUse(new Use());
      assertThat(calls).isGreaterThan(100);
      for (int n = 1; n <= calls; n += Reliability.count(2, 1)) {
        Use use = new Use();
        use.storage.failAt(n, fault);
        use.run();
        if (!use.failures.isEmpty()) {
          assertThat(use.failures).as("call %d", n).allMatch(ReadOnlyException.class::isInstance);
          assertThat(LogTest.contents(use.log)).isEqualTo(use.acknowledged);
          use.storage.heal();
          assertThatThrownBy(() -> use.log.commit(List.of(LogTest.put("late", ""))))
              .isInstanceOf(ReadOnlyException.class);
          use.log.close();
        } else {
          closeThoughItFails(use.log);
        }
        try (Log log = LogTest.open(use.disk, keyring)) {
          assertThat(LogTest.contents(log))
              .as("call %d, %s", n, fault)
              .isIn(use.acknowledged, use.inDoubt);
          log.commit(List.of(LogTest.put("again", "")));
          log.verify(LogProgress.none());
        }
      }
      Reliability.report("%s at each of %,d calls: nothing lost".formatted(fault, calls));
    }
  }

  private static void closeThoughItFails(Log log) {
    try {
      log.close();
    } catch (ReadOnlyException | IOException e) {
      assertThat(e).hasMessageContaining("injected");
    }
  }

  @Test
  void aFullDiskRefusesWhatDoesNotFitAndGoesOnWhenThereIsRoom() throws IOException {
    int calls = callsOfAWholeUse(new Use());
    int refused = 0;
    for (int n = 1; n <= calls; n += Reliability.count(5, 1)) {
      Use use = new Use();
      use.storage.failAt(n, Fault.DISK_FULL);
      use.run();
      assertThat(use.failures).allMatch(VaultFullException.class::isInstance);
      refused += use.failures.size();
      assertThat(LogTest.contents(use.log)).as("call %d", n).isEqualTo(use.acknowledged);
      use.storage.heal();
      use.put("now", "fits");
      assertThat(use.acknowledged).containsKey("now");
      use.log.close();
      try (Log log = LogTest.open(use.disk, keyring)) {
        assertThat(LogTest.contents(log)).as("call %d", n).isEqualTo(use.acknowledged);
        log.verify(LogProgress.none());
      }
    }
    assertThat(refused).isGreaterThan(20);
    Reliability.report("full disk from each of %,d calls on: nothing lost".formatted(calls));
  }

  @Test
  void aDiskThatIsNearlyFullStillTakesWhatIsSmall() throws IOException {
    FaultyStorage storage = new FaultyStorage(new SimulatedStorage());
    Log.create(storage, keyring);
    try (Log log = LogTest.open(storage, keyring)) {
      log.commit(List.of(LogTest.put("large", "x".repeat(20_000)), LogTest.put("small", "y")));
    }
    try (Log log = LogTest.open(storage, keyring)) {
      storage.limit(LogTest.SMALL.segmentBytesMin() / 2);
      assertThatThrownBy(() -> log.commit(List.of(LogTest.put("more", "z".repeat(10_000)))))
          .isInstanceOf(VaultFullException.class)
          .hasMessageContaining("the disk is full")
          .hasMessageContaining("make room");
      log.commit(List.of(new Change.Remove(LogTest.id("large"))));
      assertThat(LogTest.contents(log)).containsOnlyKeys("small");
    }
    storage.heal();
    try (Log log = LogTest.open(storage, keyring)) {
      assertThat(LogTest.contents(log)).containsOnlyKeys("small");
      log.commit(List.of(LogTest.put("more", "z".repeat(10_000))));
      log.verify(LogProgress.none());
    }
    try (Log log = LogTest.open(storage, keyring)) {
      assertThat(LogTest.contents(log)).containsOnlyKeys("small", "more");
    }
  }

  @Test
  void openingOnAFailingDiskFailsCleanly() throws IOException {
    for (int n = 1; n <= 4; n++) {
      Use use = new Use();
      use.put("a", "one"); // left as a killed process leaves it
      FaultyStorage storage = new FaultyStorage(new SimulatedStorage(use.disk.files()));
      use.log.close();
      storage.failAt(n, Fault.IO_ERROR);
      try (Log log =
          Log.open(storage, keyring, TINY, IndexListener.none(), Background.immediate())) {
        assertThat(LogTest.contents(log)).containsEntry("a", "one");
      } catch (IOException | ReadOnlyException e) {
        assertThat(e).hasMessageContaining("injected");
      }
      storage.heal();
      try (Log log =
          Log.open(storage, keyring, TINY, IndexListener.none(), Background.immediate())) {
        assertThat(LogTest.contents(log)).containsEntry("a", "one");
      }
    }
  }
}
