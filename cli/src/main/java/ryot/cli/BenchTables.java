package ryot.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import ryot.lab.bench.BenchReport;
import ryot.lab.bench.BenchResult;
import ryot.lab.bench.BenchSubject;
import ryot.lab.bench.CeilingReading;
import ryot.lab.bench.ModelShape;
import ryot.lab.bench.ModelShapes;
import ryot.lab.bench.WeightMix;
import ryot.lab.statistics.SampleSummary;

/** What {@code ryot bench} shows, set in tables. */
final class BenchTables {

  /** Of the types, those that models are mostly had in. */
  private static final List<WeightMix> SHOWN =
      List.of(
          WeightMix.Q4_0,
          WeightMix.Q4_K_M,
          WeightMix.Q5_K_M,
          WeightMix.Q6_K,
          WeightMix.Q8_0,
          WeightMix.F16,
          WeightMix.F32);

  private BenchTables() {}

  /** Lines that say what was measured with what. */
  static List<String> heading(BenchReport report) {
    BenchSubject subject = report.subject();
    return List.of(
        subject.label(),
        "%s, %s, %s weights, keys and values in %s"
            .formatted(
                subject.type(),
                Figures.size(subject.sizeBytes()),
                Figures.rough(subject.parameters()),
                report.kvType().name().toLowerCase(Locale.ROOT)),
        subject.kernels(),
        report.cpu());
  }

  static Table results(List<BenchResult> results) {
    Table table =
        new Table(
            Table.Side.LEFT,
            Table.Side.RIGHT,
            Table.Side.RIGHT,
            Table.Side.RIGHT,
            Table.Side.RIGHT,
            Table.Side.RIGHT,
            Table.Side.RIGHT,
            Table.Side.LEFT);
    table.row(
        "test", "threads", "sequences", "tok/s", "±", "median", "read/token", "of the memory");
    for (BenchResult result : results) {
      SampleSummary speed = result.speed();
      table.row(
          result.test().label(),
          Integer.toString(result.test().threads()),
          result.test().generates() ? Integer.toString(result.test().sequences()) : "",
          Figures.rate(speed.mean()),
          Figures.rate(speed.stddev()),
          Figures.rate(speed.median().value()),
          size(result.bytesPerToken()),
          share(result));
    }
    return table;
  }

  private static String size(OptionalDouble bytes) {
    return bytes.isPresent() ? Figures.size(Math.round(bytes.getAsDouble())) : "";
  }

  private static String share(BenchResult result) {
    OptionalDouble share = result.bandwidthShare();
    return share.isEmpty()
        ? ""
        : String.format(
            Locale.ROOT,
            "%.0f %% of %.1f GB/s",
            100 * share.getAsDouble(),
            result.readBytesPerSecond().orElseThrow() / 1e9);
  }

  static Table ceilings(List<CeilingReading> readings) {
    Table table =
        new Table(
            Table.Side.LEFT,
            Table.Side.RIGHT,
            Table.Side.RIGHT,
            Table.Side.RIGHT,
            Table.Side.RIGHT);
    table.row("loops", "threads", "memory read", "float32", "int8");
    for (CeilingReading reading : readings) {
      table.row(
          reading.loops(),
          Integer.toString(reading.threads()),
          String.format(Locale.ROOT, "%.1f GB/s", reading.readBytesPerSecond() / 1e9),
          String.format(Locale.ROOT, "%.0f GFLOP/s", reading.floatOperationsPerSecond() / 1e9),
          String.format(Locale.ROOT, "%.0f Gop/s", reading.byteOperationsPerSecond() / 1e9));
    }
    return table;
  }

  static Table shapes() {
    List<Table.Side> sides = new ArrayList<>(List.of(Table.Side.LEFT, Table.Side.RIGHT));
    sides.addAll(Collections.nCopies(SHOWN.size(), Table.Side.RIGHT));
    Table table = new Table(sides.toArray(Table.Side[]::new));
    List<String> heading = new ArrayList<>(List.of("shape", "weights"));
    SHOWN.forEach(mix -> heading.add(mix.label()));
    table.row(heading.toArray(String[]::new));
    for (ModelShape shape : ModelShapes.all()) {
      List<String> row = new ArrayList<>(List.of(shape.name(), Figures.rough(shape.parameters())));
      SHOWN.forEach(mix -> row.add(Figures.size(shape.sizeBytes(mix))));
      table.row(row.toArray(String[]::new));
    }
    return table;
  }
}
