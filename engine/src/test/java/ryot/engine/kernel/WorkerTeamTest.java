package ryot.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkerTeamTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void everyPartRunsExactlyOnceInEveryRound(int size) throws InterruptedException {
    int rounds = 2_000;
    AtomicIntegerArray runs = new AtomicIntegerArray(size);
    try (WorkerTeam team = WorkerTeam.start(size)) {
      for (int round = 0; round < rounds; round++) {
        team.run((context, part, parts) -> context.incrementAndGet(part), runs);
        for (int part = 0; part < size; part++) {
          assertThat(runs.get(part)).isEqualTo(round + 1);
        }
        if (round % 500 == 499) {
          Thread.sleep(5); // long enough for the workers to park
        }
      }
    }
  }

  @Test
  void whatOnePartWroteTheNextTaskSees() {
    int[] values = new int[4];
    try (WorkerTeam team = WorkerTeam.start(4)) {
      for (int round = 0; round < 500; round++) {
        team.run((context, part, parts) -> context[part]++, values);
        team.run((context, part, parts) -> context[(part + 1) % parts]++, values);
      }
    }
    assertThat(values).containsOnly(1000);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aFailingPartFailsTheTaskAndTheTeamGoesOn(int failing) {
    AtomicIntegerArray runs = new AtomicIntegerArray(3);
    try (WorkerTeam team = WorkerTeam.start(3)) {
      assertThatThrownBy(
              () ->
                  team.run(
                      (context, part, parts) -> {
                        if (part == context) {
                          throw new IllegalArgumentException("part " + part);
                        }
                      },
                      failing))
          .isInstanceOf(IllegalStateException.class)
          .hasRootCauseMessage("part " + failing);
      team.run((context, part, parts) -> context.incrementAndGet(part), runs);
    }
    assertThat(runs.get(0) + runs.get(1) + runs.get(2)).isEqualTo(3);
  }

  @Test
  void aClosedTeamRefusesWork() {
    WorkerTeam team = WorkerTeam.start(2);
    team.close();
    assertThatThrownBy(() -> team.run((context, part, parts) -> {}, "work"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the team is closed");
  }

  @Test
  void partsCoverEverythingOnce() {
    for (int count : new int[] {0, 1, 5, 64, 1000}) {
      for (int parts : new int[] {1, 2, 3, 7}) {
        assertThat(WorkerTeam.partStart(count, 0, parts)).isZero();
        assertThat(WorkerTeam.partStart(count, parts, parts)).isEqualTo(count);
        for (int part = 0; part < parts; part++) {
          assertThat(WorkerTeam.partStart(count, part + 1, parts))
              .isBetween(
                  WorkerTeam.partStart(count, part, parts) + count / parts,
                  WorkerTeam.partStart(count, part, parts) + count / parts + 1);
        }
      }
    }
  }
}
