package ryot.recall;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ryot.engine.Engine;
import ryot.engine.cache.KvType;
import ryot.engine.sample.SamplingOptions;
import ryot.testkit.TinyModels;
import ryot.testkit.TinyModels.Architecture;
import ryot.testkit.WeightType;
import ryot.vault.Vault;
import ryot.vault.seal.Credential;
import ryot.vault.storage.VaultException;

/** An engine with a vault on the disk: started again, killed, and tampered with. */
@Timeout(180)
class RecallIT {

  private static final SamplingOptions HOT =
      SamplingOptions.defaults().withTemperature(1.5f).withSeed(5);

  @TempDir Path folder;
  private Path model = Path.of("");
  private Path key = Path.of("");
  private Path place = Path.of("");

  @BeforeEach
  void prepare() throws IOException {
    model = TinyModels.write(folder.resolve("tiny.gguf"), Architecture.LLAMA, WeightType.Q8_0, 7);
    byte[] secret = new byte[32];
    new Random(1).nextBytes(secret);
    key = Files.write(folder.resolve("key"), secret);
    place = folder.resolve("vault");
    try (Credential credential = Credential.keyFile(key)) {
      Vault.create(place, credential).close();
    }
  }

  private interface Use {
    void with(Engine engine, RecallStore store) throws Exception;
  }

  /** Opens vault, store and engine, and closes them. */
  private void use(KvType type, Use use) throws Exception {
    try (Credential credential = Credential.keyFile(key);
        Vault vault = Vault.open(place, credential);
        RecallStore store = RecallStore.open(vault, Asking.RECALL);
        Engine engine = Engine.open(model, Asking.OPTIONS.withKvType(type), store)) {
      use.with(engine, store);
    }
  }

  private List<Integer> cold(KvType type, int[] prompt, SamplingOptions sampling) throws Exception {
    try (Engine engine = Engine.open(model, Asking.OPTIONS.withKvType(type))) {
      return Asking.ask(engine, prompt, sampling).tokens();
    }
  }

  @ParameterizedTest
  @EnumSource(KvType.class)
  void afterANewStartAnswersAreTheSameAndWarm(KvType type) throws Exception {
    List<int[]> prompts = Stream.of(40, 128, 200, 333, 448).map(n -> Asking.prompt(n, n)).toList();
    use(
        type,
        (engine, _) -> {
          for (int[] prompt : prompts) {
            assertThat(Asking.greedy(engine, prompt).usage().restoredTokens()).isZero();
          }
        });
    use(
        type,
        (engine, store) -> {
          for (int[] prompt : prompts) {
            for (SamplingOptions sampling : List.of(SamplingOptions.greedy(), HOT)) {
              Asking.Answer warm = Asking.ask(engine, prompt, sampling);
              assertThat(warm.usage().cachedTokens()).isGreaterThanOrEqualTo(prompt.length - 64);
              assertThat(warm.tokens()).isEqualTo(cold(type, prompt, sampling));
            }
          }
          assertThat(engine.prefixCounts().hits()).isGreaterThanOrEqualTo(prompts.size());
          assertThat(engine.prefixCounts().failures()).isZero();
          assertThat(store.counts().brokenBlocks()).isZero();
        });
  }

  @Test
  void theExactPromptStartsWithAllButItsLastToken() throws Exception {
    int[] prompt = Asking.prompt(300, 1);
    use(KvType.F16, (engine, _) -> Asking.greedy(engine, prompt));
    use(
        KvType.F16,
        (engine, _) ->
            assertThat(Asking.greedy(engine, prompt).usage().restoredTokens()).isEqualTo(299));
  }

  /** Whatever byte of a segment is changed: the vault refuses to open, or the answer is right. */
  @Test
  void aChangedByteNeverChangesAnAnswer() throws Exception {
    int[] prompt = Asking.prompt(300, 1);
    List<Integer> cold = cold(KvType.F16, prompt, SamplingOptions.greedy());
    use(KvType.F16, (engine, _) -> Asking.greedy(engine, prompt));
    Path segment;
    try (Stream<Path> files = Files.walk(place)) {
      segment = files.filter(file -> file.toString().endsWith(".seg")).findFirst().orElseThrow();
    }
    Random random = new Random(9);
    int refused = 0;
    int missed = 0;
    for (int i = 0; i < 8; i++) {
      byte[] whole = Files.readAllBytes(segment);
      int used = whole.length;
      while (used > 0 && whole[used - 1] == 0) {
        used--;
      }
      long at = random.nextInt(used);
      flip(segment, at);
      try (Credential credential = Credential.keyFile(key);
          Vault vault = Vault.open(place, credential);
          RecallStore store = RecallStore.open(vault, Asking.RECALL);
          Engine engine = Engine.open(model, Asking.OPTIONS, store)) {
        Asking.Answer answer = Asking.greedy(engine, prompt);
        assertThat(answer.tokens()).isEqualTo(cold);
        missed += answer.usage().restoredTokens() < 299 ? 1 : 0;
      } catch (VaultException e) {
        refused++;
      }
      if (Files.exists(segment)) {
        flip(segment, at);
      }
    }
    assertThat(missed + refused).isPositive();
  }

  private static void flip(Path file, long at) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, at);
      one.put(0, (byte) (one.get(0) ^ 0x40)).rewind();
      channel.write(one, at);
    }
  }

  @Test
  void aProcessThatIsKilledLeavesWhatTheNextOneCanUse() throws Exception {
    List<List<Integer>> cold = new ArrayList<>();
    for (int number = 0; number < 4; number++) {
      cold.add(cold(KvType.F16, Asking.prompt(300, number), SamplingOptions.greedy()));
    }
    Random random = new Random(3);
    for (int round = 0; round < 3; round++) {
      Process child = start();
      try (BufferedReader lines = child.inputReader(UTF_8)) {
        for (int number = 0; number < 4; number++) {
          child.getOutputStream().write(number);
          child.getOutputStream().flush();
          String[] line = lines.readLine().split(" ", 4);
          assertThat(line[3]).isEqualTo(cold.get(number).toString());
        }
        Thread.sleep(random.nextInt(50)); // in the midst of what is written behind the answers
        child.destroyForcibly();
      }
      assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    Process last = start();
    try (BufferedReader lines = last.inputReader(UTF_8)) {
      last.getOutputStream().write(0);
      last.getOutputStream().close();
      String[] line = lines.readLine().split(" ", 4);
      boolean late = Integer.parseInt(line[2]) > 0; // on a machine that is busy
      assertThat(Integer.parseInt(line[1])).isEqualTo(late ? 0 : 299); // it was written long before
      assertThat(line[3]).isEqualTo(cold.getFirst().toString());
    }
    assertThat(last.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(last.exitValue()).isZero();
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules",
            "jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            RecallChild.class.getName(),
            model.toString(),
            place.toString(),
            key.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
