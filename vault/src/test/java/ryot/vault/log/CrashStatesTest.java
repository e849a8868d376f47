package ryot.vault.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import ryot.vault.seal.Keyring;
import ryot.vault.storage.SimulatedStorage;

/** A part of what {@code Reliability} explores wholly. */
class CrashStatesTest {
  private static final int DRAWN = 30;

  @Test
  void everyStateOfShortWorkloadsIsRecovered() throws Exception {
    CrashExplorer explorer = new CrashExplorer(500);
    for (int length = 1; length <= 2; length++) {
      for (List<CrashExplorer.Operation> workload : CrashExplorer.workloads(length)) {
        explorer.explore(workload);
      }
    }
    assertThat(explorer.states()).isGreaterThan(explorer.workloads());
  }

  @Test
  void everyStateOfAllWorkloadsOfFourIsRecovered() throws Exception {
    Reliability.assumeWanted();
    CrashExplorer explorer = new CrashExplorer(200);
    for (int length = 1; length <= 4; length++) {
      for (List<CrashExplorer.Operation> workload : CrashExplorer.workloads(length)) {
        explorer.explore(workload);
      }
    }
    assertThat(explorer.sampled()).isZero();
    Reliability.report(
        "crash states: %,d of %,d workloads of at most 4 operations, all recovered"
            .formatted(explorer.states(), explorer.workloads()));
  }

  @Test
  void everyStateOfSomeLongerWorkloadsIsRecovered() throws Exception {
    CrashExplorer explorer = new CrashExplorer(500);
    List<List<CrashExplorer.Operation>> workloads = CrashExplorer.workloads(4);
    SplittableRandom random = new SplittableRandom(20_261_128);
    for (int i = 0; i < DRAWN; i++) {
      explorer.explore(workloads.get(random.nextInt(workloads.size())));
    }
    assertThat(explorer.states()).isPositive();
  }

  @Test
  void aDiskThatOnlySaysItSyncedIsFoundOut() throws Exception {
    CrashExplorer explorer = new CrashExplorer(1);
    SimulatedStorage storage = new SimulatedStorage();
    Log.create(storage, explorer.keyring);
    storage.lie();
    assertThatThrownBy(
            () -> explorer.explore(List.of(CrashExplorer.Operation.PUT_A), storage, false))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("PUT_A");
  }

  @Test
  void anInterruptedCreationIsSaidToBeOne() throws Exception {
    Keyring keyring = TestKeys.keyring();
    SimulatedStorage storage = new SimulatedStorage();
    Log.create(storage, keyring);
    storage
        .crashes(0)
        .forEach(
            (files, atEnd) -> {
              SimulatedStorage left = new SimulatedStorage(files);
              if (atEnd || files.containsKey(Manifest.FILE)) {
                LogTest.open(left, keyring).close();
              } else {
                assertThatThrownBy(() -> LogTest.open(left, keyring))
                    .isInstanceOf(TamperedException.class)
                    .hasMessageContaining("interrupted");
              }
            });
  }
}
