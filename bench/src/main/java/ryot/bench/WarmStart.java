package ryot.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import ryot.engine.Engine;
import ryot.engine.EngineOptions;
import ryot.engine.generate.Generation;
import ryot.engine.generate.GenerationEvent.Finished;
import ryot.engine.generate.GenerationEvent.TextDelta;
import ryot.engine.generate.GenerationRequest;
import ryot.engine.generate.GenerationUsage;
import ryot.engine.sample.SamplingOptions;
import ryot.recall.RecallOptions;
import ryot.recall.RecallStore;
import ryot.vault.Vault;
import ryot.vault.seal.Credential;

/**
 * Time to first token of prompts that are computed and of the same prompts warm, in turn, so that
 * whatever else the machine does falls on all of them alike; and whether the answers are the same.
 *
 * <pre>
 * java ... ryot.bench.WarmStart MODEL FOLDER [TOKENS [ROUNDS]]
 * </pre>
 *
 * <p>Each measurement opens the model anew, answers another prompt first, too short to be kept, has
 * the collector run, and then answers the prompt in question. "Disk" has the system forget the
 * vault's files before, "dropped" all that it caches, for which it must be root: of the model too,
 * whose rows for the tokens of a prompt are read from its file. "Reading" is not an answer but what
 * the disk takes for as many bytes of the same files, read in a row by two threads.
 */
final class WarmStart {

  private enum From {
    COMPUTED,
    MEMORY,
    VAULT,
    DISK,
    DROPPED,
    READING
  }

  /**
   * @param restoreMillis of {@code millis}: until the store had answered
   */
  private record Measured(
      double millis, double restoreMillis, int restored, List<Integer> answer) {}

  private static final int ANSWER = 32;

  /** Tokens of the answer before: with its prompt of 20, fewer than are kept. */
  private static final int ANSWER_BEFORE = 8;

  /** Bytes of a piece of {@link From#READING}. */
  private static final int PIECE = 1 << 20;

  private static final int READERS = 2;

  private final Path model;
  private final Path folder;
  private final Vault vault;
  private final int tokens;
  private final Map<From, List<Measured>> all = new EnumMap<>(From.class);

  /**
   * @param folder the vault's
   */
  private WarmStart(Path model, Path folder, Vault vault, int tokens) {
    this.model = model;
    this.folder = folder;
    this.vault = vault;
    this.tokens = tokens;
  }

  /** See above. */
  public static void main(String[] args) throws Exception {
    if (args.length < 2) {
      System.err.println("usage: WarmStart MODEL FOLDER [TOKENS [ROUNDS]]");
      System.exit(2);
    }
    int tokens = args.length > 2 ? Integer.parseInt(args[2]) : 1_000;
    int rounds = args.length > 3 ? Integer.parseInt(args[3]) : 12;
    Path folder = Files.createTempDirectory(Path.of(args[1]), "warm-start");
    byte[] secret = new byte[32];
    new Random().nextBytes(secret);
    Path key = Files.write(folder.resolve("key"), secret);
    try (Credential credential = Credential.keyFile(key);
        Vault vault = Vault.create(folder.resolve("vault"), credential)) {
      new WarmStart(Path.of(args[0]), folder.resolve("vault"), vault, tokens).run(rounds);
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
      }
    }
  }

  private void run(int rounds) throws Exception {
    try (RecallStore memory =
        RecallStore.open(vault, RecallOptions.defaults().withMemoryBytes(1L << 30))) {
      for (int round = 0; round < rounds; round++) {
        int[] prompt = prompt(round + 1);
        try (Engine engine = Engine.open(model, EngineOptions.defaults(), memory)) {
          ask(engine, prompt, ANSWER); // remembered when it is closed
        }
        series(From.COMPUTED).add(measure(From.COMPUTED, memory, prompt));
        series(From.MEMORY).add(measure(From.MEMORY, memory, prompt));
        try (RecallStore vaultOnly =
            RecallStore.open(vault, RecallOptions.defaults().withMemoryBytes(0))) {
          series(From.VAULT).add(measure(From.VAULT, vaultOnly, prompt));
          long bytes = vaultOnly.counts().bytesRead();
          series(From.DISK).add(measure(From.DISK, vaultOnly, prompt));
          series(From.DROPPED).add(measure(From.DROPPED, vaultOnly, prompt));
          double millis = readCold(bytes);
          series(From.READING).add(new Measured(millis, millis, 0, List.of()));
        }
        print(round);
      }
    }
    summarize();
  }

  private List<Measured> series(From from) {
    return all.computeIfAbsent(from, _ -> new ArrayList<>());
  }

  private int[] prompt(long seed) throws IOException {
    try (Engine engine = Engine.open(model, EngineOptions.defaults())) {
      int vocabulary = engine.config().vocabularySize();
      return new Random(seed).ints(tokens, 100, vocabulary).toArray();
    }
  }

  private Measured measure(From from, RecallStore store, int[] prompt) throws Exception {
    try (Engine engine =
        from == From.COMPUTED
            ? Engine.open(model, EngineOptions.defaults())
            : Engine.open(model, EngineOptions.defaults(), store)) {
      ask(engine, Arrays.copyOfRange(prompt, 100, 120), ANSWER_BEFORE);
      System.gc();
      if (from == From.DISK) {
        dropVault();
      } else if (from == From.DROPPED) {
        shell("sync; echo 3 > /proc/sys/vm/drop_caches");
      }
      return ask(engine, prompt, ANSWER);
    }
  }

  private void dropVault() throws IOException, InterruptedException {
    shell("sync; for f in " + folder + "/*; do dd if=$f iflag=nocache count=0 status=none; done");
  }

  private static void shell(String command) throws IOException, InterruptedException {
    int code = new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IOException("\"%s\" failed with code %d".formatted(command, code));
    }
  }

  /** Milliseconds for so many bytes of the vault's segments from the disk. */
  private double readCold(long bytes) throws Exception {
    record Piece(FileChannel file, long at) {}
    List<FileChannel> files = new ArrayList<>();
    Queue<Piece> pieces = new ConcurrentLinkedQueue<>();
    try {
      try (Stream<Path> names = Files.list(folder)) {
        for (Path name : names.filter(f -> f.toString().endsWith(".seg")).sorted().toList()) {
          files.add(FileChannel.open(name));
        }
      }
      for (FileChannel file : files) {
        for (long at = 0; at < file.size() && pieces.size() < bytes / PIECE; at += PIECE) {
          pieces.add(new Piece(file, at));
        }
      }
      dropVault();
      Callable<Void> reader =
          () -> {
            ByteBuffer target = ByteBuffer.allocateDirect(PIECE);
            for (Piece piece = pieces.poll(); piece != null; piece = pieces.poll()) {
              piece.file().read(target.clear(), piece.at());
            }
            return null;
          };
      long begun = System.nanoTime();
      try (ExecutorService readers = Executors.newFixedThreadPool(READERS)) {
        for (Future<Void> end : readers.invokeAll(Collections.nCopies(READERS, reader))) {
          end.get();
        }
      }
      return (System.nanoTime() - begun) / 1e6;
    } finally {
      for (FileChannel file : files) {
        file.close();
      }
    }
  }

  private static Measured ask(Engine engine, int[] prompt, int answerTokens)
      throws InterruptedException {
    GenerationRequest request =
        GenerationRequest.of(prompt)
            .withSampling(SamplingOptions.greedy())
            .withMaxTokens(answerTokens)
            .withIgnoreEos(true);
    List<Integer> answer = new ArrayList<>();
    double millis = 0;
    long begun = System.nanoTime();
    try (Generation generation = engine.submit(request)) {
      while (true) {
        switch (generation.next()) {
          case TextDelta delta -> {
            if (answer.isEmpty()) {
              millis = (System.nanoTime() - begun) / 1e6;
            }
            answer.add(delta.token());
          }
          case Finished finished -> {
            GenerationUsage usage = finished.usage();
            return new Measured(millis, usage.restoreNanos() / 1e6, usage.restoredTokens(), answer);
          }
        }
      }
    }
  }

  private void print(int round) {
    StringBuilder line = new StringBuilder("round " + (round + 1));
    all.forEach(
        (from, measured) ->
            line.append(
                String.format(
                    Locale.ROOT,
                    "  %s %.1f ms (%.1f)",
                    from.name().toLowerCase(Locale.ROOT),
                    measured.getLast().millis(),
                    measured.getLast().restoreMillis())));
    System.out.println(line);
  }

  private void summarize() {
    List<Measured> computed = series(From.COMPUTED);
    all.forEach(
        (from, measured) -> {
          double[] millis = sorted(measured.stream().mapToDouble(Measured::millis));
          double[] restored = sorted(measured.stream().mapToDouble(Measured::restoreMillis));
          double[] ratios =
              sorted(
                  IntStream.range(0, millis.length)
                      .mapToDouble(i -> computed.get(i).millis() / measured.get(i).millis()));
          int half = millis.length / 2;
          System.out.printf(
              Locale.ROOT,
              "%-8s  median %.1f ms (%.1f-%.1f), restored after %.1f (%.1f-%.1f), "
                  + "%.1f times as fast (%.1f-%.1f), %d restored, answers %s%n",
              from.name().toLowerCase(Locale.ROOT),
              millis[half],
              millis[0],
              millis[millis.length - 1],
              restored[half],
              restored[0],
              restored[millis.length - 1],
              ratios[half],
              ratios[0],
              ratios[millis.length - 1],
              measured.getLast().restored(),
              from == From.READING ? "none" : same(computed, measured) ? "the same" : "DIFFER");
        });
  }

  private static double[] sorted(DoubleStream values) {
    return values.sorted().toArray();
  }

  private static boolean same(List<Measured> one, List<Measured> other) {
    return IntStream.range(0, one.size())
        .allMatch(i -> one.get(i).answer().equals(other.get(i).answer()));
  }
}
