package ryot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import ryot.engine.Engine;
import ryot.engine.EngineOptions;
import ryot.engine.generate.Generation;
import ryot.engine.generate.GenerationEvent.Finished;
import ryot.engine.generate.GenerationEvent.TextDelta;
import ryot.engine.generate.GenerationRequest;
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
 * the collector run, and then answers the prompt in question. "Disk" drops the system's caches
 * before, for which it must be root.
 */
final class WarmStart {

  private enum From {
    COMPUTED,
    MEMORY,
    VAULT,
    DISK
  }

  private record Measured(double millis, int restored, List<Integer> answer) {}

  private static final int ANSWER = 32;

  /** Tokens of the answer before: with its prompt of 20, fewer than are kept. */
  private static final int ANSWER_BEFORE = 8;

  private final Path model;
  private final Vault vault;
  private final int tokens;
  private final Map<From, List<Measured>> all = new EnumMap<>(From.class);

  private WarmStart(Path model, Vault vault, int tokens) {
    this.model = model;
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
      new WarmStart(Path.of(args[0]), vault, tokens).run(rounds);
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
          series(From.DISK).add(measure(From.DISK, vaultOnly, prompt));
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
        dropCaches();
      }
      return ask(engine, prompt, ANSWER);
    }
  }

  private static void dropCaches() throws IOException, InterruptedException {
    int code =
        new ProcessBuilder("sh", "-c", "sync; echo 3 > /proc/sys/vm/drop_caches").start().waitFor();
    if (code != 0) {
      throw new IOException("the system's caches could not be dropped: run this as root");
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
            return new Measured(millis, finished.usage().restoredTokens(), answer);
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
                    "  %s %.1f ms",
                    from.name().toLowerCase(Locale.ROOT),
                    measured.getLast().millis())));
    System.out.println(line);
  }

  private void summarize() {
    List<Measured> computed = series(From.COMPUTED);
    all.forEach(
        (from, measured) -> {
          double[] millis = measured.stream().mapToDouble(Measured::millis).sorted().toArray();
          double[] ratios = new double[millis.length];
          boolean same = true;
          for (int i = 0; i < ratios.length; i++) {
            ratios[i] = computed.get(i).millis() / measured.get(i).millis();
            same &= computed.get(i).answer().equals(measured.get(i).answer());
          }
          Arrays.sort(ratios);
          System.out.printf(
              Locale.ROOT,
              "%-8s  median %.1f ms (%.1f-%.1f), %.1f times as fast (%.1f-%.1f), %d restored, answers %s%n",
              from.name().toLowerCase(Locale.ROOT),
              millis[millis.length / 2],
              millis[0],
              millis[millis.length - 1],
              ratios[ratios.length / 2],
              ratios[0],
              ratios[ratios.length - 1],
              measured.getLast().restored(),
              same ? "the same" : "DIFFER");
        });
  }
}
