package ryot.bench.stores;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Warm reads of 1 to 4 KiB, single synced writes of 1 KiB, and eight writers at 1 KiB and at 64
 * KiB: every store in turn, round by round, so that a change of the machine's mood meets all of
 * them. The table has medians over the rounds. Values are random, so nothing compresses.
 *
 * <p>Arguments: a folder on the disk to measure, rounds (3), seconds for each figure (2).
 */
public final class StoreBenchmark {
  private static final int READ_RECORDS = 20_000;
  private static final int WRITERS = 8;
  private static final int KIB = 1 << 10;

  private final Path folder;
  private final int rounds;
  private final double seconds;
  private final PrintStream out;
  private final SplittableRandom random = new SplittableRandom(20_261_128L);
  private final Map<String, List<Figure>> figures = new LinkedHashMap<>();
  private long keys;

  /** One cell: operations a second, and latencies in microseconds. */
  private record Figure(double perSecond, double p50Micros, double p99Micros) {}

  /** Opens an empty store in a folder of its own. */
  @FunctionalInterface
  private interface Opener {
    Store open(Path folder) throws IOException;
  }

  private StoreBenchmark(Path folder, int rounds, double seconds, PrintStream out) {
    this.folder = folder;
    this.rounds = rounds;
    this.seconds = seconds;
    this.out = out;
  }

  /** Measures and prints a table in Markdown. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 0) {
      throw new IllegalArgumentException("expected: FOLDER [ROUNDS [SECONDS]]");
    }
    new StoreBenchmark(
            Path.of(arguments[0]),
            arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3,
            arguments.length > 2 ? Double.parseDouble(arguments[2]) : 2,
            new PrintStream(System.out, true, StandardCharsets.UTF_8))
        .run();
  }

  private void run() throws Exception {
    Map<String, Opener> stores = new LinkedHashMap<>();
    stores.put("vault", VaultStore::new);
    stores.put("RocksDB", RocksStore::new);
    stores.put("RocksDB, one committer", place -> new BatchingStore(new RocksStore(place)));
    stores.put("LMDB", LmdbStore::new);
    stores.put("LMDB, one committer", place -> new BatchingStore(new LmdbStore(place)));
    for (int round = 0; round <= rounds; round++) {
      for (Map.Entry<String, Opener> store : stores.entrySet()) {
        measure(store.getKey(), store.getValue(), round > 0);
      }
    }
    out.println(
        "| store | warm read 1-4 KiB | write 1 KiB | 8 writers, 1 KiB | 8 writers, 64 KiB |");
    out.println("|---|---|---|---|---|");
    for (String store : stores.keySet()) {
      StringBuilder line = new StringBuilder("| ").append(store);
      for (String work : List.of("read", "write", "group 1", "group 64")) {
        line.append(" | ").append(cell(figures.getOrDefault(store + "/" + work, List.of())));
      }
      out.println(line.append(" |"));
    }
  }

  /** One round of one store; the first round only warms up. */
  private void measure(String name, Opener opener, boolean counts) throws Exception {
    Path place = Files.createTempDirectory(folder, "store");
    try (Store store = opener.open(place);
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
      List<byte[]> known = fill(store);
      SplittableRandom picks = random.split();
      keep(
          counts,
          name + "/read",
          timed(threads, 1, _ -> store.get(known.get(picks.nextInt(known.size())))));
      keep(counts, name + "/write", timed(threads, 1, writer(store, KIB)));
      keep(counts, name + "/group 1", timed(threads, WRITERS, writer(store, KIB)));
      keep(counts, name + "/group 64", timed(threads, WRITERS, writer(store, 64 * KIB)));
    } finally {
      delete(place);
    }
  }

  private void keep(boolean counts, String cell, Figure figure) {
    if (counts) {
      figures.computeIfAbsent(cell, _ -> new ArrayList<>()).add(figure);
    }
  }

  private List<byte[]> fill(Store store) throws IOException {
    List<byte[]> known = new ArrayList<>();
    List<Store.Pair> batch = new ArrayList<>();
    for (int i = 0; i < READ_RECORDS; i++) {
      byte[] key = key(keys++);
      known.add(key);
      batch.add(new Store.Pair(key, value(random, KIB + random.nextInt(3 * KIB + 1))));
      if (batch.size() == 100) {
        store.put(batch);
        batch.clear();
      }
    }
    return known;
  }

  /** What each operation of a thread does. */
  @FunctionalInterface
  private interface Operation {
    Object run(long number) throws Exception;
  }

  private Operation writer(Store store, int size) {
    byte[] value = value(random, size);
    return number -> {
      byte[] mine = value.clone();
      ByteBuffer.wrap(mine).putLong(number);
      store.put(List.of(new Store.Pair(key(number), mine)));
      return mine;
    };
  }

  private Figure timed(ExecutorService threads, int count, Operation operation) throws Exception {
    long begun = System.nanoTime();
    long until = begun + (long) (seconds * 1e9);
    List<Callable<long[]>> work = new ArrayList<>();
    for (int thread = 0; thread < count; thread++) {
      long first = keys;
      keys += 1L << 32;
      work.add(() -> latencies(operation, first, until));
    }
    List<long[]> all = new ArrayList<>();
    for (Future<long[]> done : threads.invokeAll(work)) {
      try {
        all.add(done.get());
      } catch (ExecutionException e) {
        throw new IOException("an operation failed", e);
      }
    }
    double took = (System.nanoTime() - begun) / 1e9;
    long[] sorted = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    return new Figure(
        sorted.length / took,
        sorted[sorted.length / 2] / 1e3,
        sorted[(int) Math.ceil(0.99 * sorted.length) - 1] / 1e3);
  }

  private static long[] latencies(Operation operation, long first, long until) throws Exception {
    long[] nanos = new long[1 << 12];
    int done = 0;
    for (long now = System.nanoTime(); now < until; done++) {
      if (done == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * done);
      }
      operation.run(first + done);
      long end = System.nanoTime();
      nanos[done] = end - now;
      now = end;
    }
    return Arrays.copyOf(nanos, done);
  }

  private static byte[] key(long number) {
    // Scattered, so that nothing profits from keys in order.
    return ByteBuffer.allocate(Long.BYTES).putLong(number * 0x9E3779B97F4A7C15L).array();
  }

  private static byte[] value(SplittableRandom random, int size) {
    byte[] value = new byte[size];
    random.nextBytes(value);
    return value;
  }

  private static String cell(List<Figure> rounds) {
    return String.format(
        Locale.ROOT,
        "%,.0f/s, p50 %s, p99 %s",
        median(rounds.stream().map(Figure::perSecond)),
        micros(median(rounds.stream().map(Figure::p50Micros))),
        micros(median(rounds.stream().map(Figure::p99Micros))));
  }

  private static String micros(double micros) {
    return micros < 1_000
        ? String.format(Locale.ROOT, "%.0f µs", micros)
        : String.format(Locale.ROOT, "%.1f ms", micros / 1_000);
  }

  private static double median(Stream<Double> values) {
    List<Double> sorted = values.sorted().toList();
    return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
  }

  private static void delete(Path place) throws IOException {
    try (Stream<Path> files = Files.walk(place)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
