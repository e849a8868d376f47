package ryot.lab.results;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The results folder. Layout:
 *
 * <pre>
 * metrics_json/BENCHMARK_yyyy-MM-ddTHH-mm-ss.json   one run of one benchmark
 * daily_reports/day_N_report_yyyyMMdd_HHmmss.json   a whole day
 * raw_profiles/*.jfr, *.collapsed                   what the profilers recorded
 * flame_graphs/*.html
 * PHASE-18F-3-DAY1-RESULTS.md                       the latest day for a reader
 * </pre>
 */
public final class RunStore {

  /** Folders of the store. */
  public static final String METRICS = "metrics_json";

  public static final String REPORTS = "daily_reports";
  public static final String PROFILES = "raw_profiles";
  public static final String FLAME_GRAPHS = "flame_graphs";

  private final Path root;
  private final FileSink sink;

  private RunStore(Path root, FileSink sink) {
    this.root = root;
    this.sink = sink;
  }

  /** The store at {@code root}, which need not exist yet. */
  public static RunStore open(Path root) {
    return open(root, FileSink.DISK);
  }

  /** As {@link #open(Path)}, writing through {@code sink}. */
  public static RunStore open(Path root, FileSink sink) {
    return new RunStore(root, sink);
  }

  /** The folder. */
  public Path root() {
    return root;
  }

  /** A transaction into this store; nothing is seen before its commit. */
  public Publication begin() throws IOException {
    return Publication.begin(root, sink);
  }

  /** The runs of a benchmark, oldest first. Files that are not runs are passed over. */
  public List<RunResult> runs(String benchmarkName) throws IOException {
    return files(METRICS, benchmarkName + "_").stream()
        .flatMap(file -> readable(file, RunResult.class))
        .toList();
  }

  /** The reports of a day's number, oldest first. */
  public List<DayReport> reports(int day) throws IOException {
    return files(REPORTS, "day_" + day + "_report_").stream()
        .flatMap(file -> readable(file, DayReport.class))
        .toList();
  }

  private List<Path> files(String folder, String prefix) throws IOException {
    Path directory = root.resolve(folder);
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .filter(file -> file.getFileName().toString().endsWith(".json"))
          .sorted()
          .toList();
    }
  }

  private static <T> Stream<T> readable(Path file, Class<T> type) {
    try {
      return Stream.of(ResultJson.read(Files.readString(file), type));
    } catch (tools.jackson.core.JacksonException e) {
      return Stream.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
