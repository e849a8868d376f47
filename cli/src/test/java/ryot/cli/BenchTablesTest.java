package ryot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import ryot.lab.bench.BenchCase;
import ryot.lab.bench.BenchResult;
import ryot.lab.bench.CeilingReading;

class BenchTablesTest {

  @Test
  void resultsStandInColumns() {
    BenchResult prompt =
        new BenchResult(
            new BenchCase(2, 500, 0, 1),
            Instant.EPOCH,
            List.of(2_000_000_000L, 2_000_000_000L),
            0,
            OptionalDouble.empty());
    BenchResult generation =
        new BenchResult(
            new BenchCase(2, 0, 100, 8),
            Instant.EPOCH,
            List.of(10_000_000_000L),
            1.6e9,
            OptionalDouble.of(32e9));
    assertThat(BenchTables.results(List.of(prompt, generation)).lines())
        .containsExactly(
            "test   threads  sequences  tok/s    ±  median  read/token  of the memory",
            "pp500        2             250.0  0.0   250.0",
            "tg100        2          8   80.0  0.0    80.0    200.0 MB  50 % of 32.0 GB/s");
  }

  @Test
  void ceilingsHaveTheirUnits() {
    CeilingReading reading = new CeilingReading("loops", 2, 29.96e9, 232.4e9, 909e9);
    assertThat(BenchTables.ceilings(List.of(reading)).lines())
        .containsExactly(
            "loops  threads  memory read      float32       int8",
            "loops        2    30.0 GB/s  232 GFLOP/s  909 Gop/s");
  }
}
