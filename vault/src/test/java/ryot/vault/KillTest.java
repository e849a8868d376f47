package ryot.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ryot.vault.log.Reliability;
import ryot.vault.storage.DiskStorage;

/** A process that is killed while it writes loses nothing that it was told is safe. */
class KillTest {
  private static final long REMOVED = -1;

  /** The most changes that a process is allowed before it is killed. */
  private static final int CHANGES_MAX = 60;

  /** Processes between two notes of a long run: one that is broken off has said what it did. */
  private static final int CYCLES_NOTED = 50;

  @TempDir Path folder;

  /** What must be there: each id's value; {@link #REMOVED} if none. */
  private final Map<String, Long> acknowledged = new HashMap<>();

  /** What each thread was about to do. */
  private final Map<Integer, Attempt> attempts = new HashMap<>();

  private record Attempt(long value, List<String> ids) {}

  @Test
  void nothingAcknowledgedIsLostWhenTheProcessIsKilled() throws Exception {
    VaultTest.created(DiskStorage.open(folder), options()).close();
    int cycles = Reliability.count(5, 1_000);
    SplittableRandom random = new SplittableRandom(20_261_128);
    long changes = 0;
    for (int cycle = 1; cycle <= cycles; cycle++) {
      changes += runAndKill(cycle, random.nextInt(1, CHANGES_MAX));
      requireState();
      if (cycle % CYCLES_NOTED == 0) {
        Reliability.report(
            "kill -9: %,d processes, %,d acknowledged changes, none lost"
                .formatted(cycle, changes));
      }
    }
    assertThat(changes).isGreaterThan(cycles);
  }

  private static VaultOptions options() {
    return VaultOptions.usual().log(KillTarget.LAYOUT);
  }

  /**
   * Runs a process until so many changes were acknowledged, and kills it; returns how many were.
   */
  private long runAndKill(int seed, int changes) throws IOException, InterruptedException {
    Process process = start(folder, seed);
    attempts.clear();
    long seen = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null) {
        if (take(line) && ++seen == changes) {
          process.toHandle().destroyForcibly(); // which leaves its output to be read
        }
        line = lines.readLine();
      }
    }
    assertThat(process.waitFor()).as("killed, not ended").isEqualTo(128 + 9);
    return seen;
  }

  /** Starts a process that writes to the vault in a folder. */
  static Process start(Path folder, int seed) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:CompileCommand=quiet",
            "-XX:CompileCommand=CompileThresholdScaling,com.sun.crypto.provider.*::*,0.01",
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            KillTarget.class.getName(),
            folder.toString(),
            Integer.toString(seed))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Takes note of a line; whether it acknowledges a change. */
  private boolean take(String line) {
    String[] words = line.split(" ", -1);
    if (words.length < 4) {
      return false; // cut short by the kill
    }
    int thread = Integer.parseInt(words[1]);
    Attempt attempt =
        new Attempt(Long.parseLong(words[2]), Arrays.asList(words).subList(3, words.length));
    if (words[0].equals("B")) {
      attempts.put(thread, attempt);
      return false;
    }
    attempt.ids().forEach(id -> acknowledged.put(id, attempt.value()));
    attempts.remove(thread);
    return true;
  }

  private void requireState() throws IOException {
    try (Vault vault = VaultTest.opened(DiskStorage.open(folder), options())) {
      Map<String, Long> found = new HashMap<>();
      for (StoredRsu stored : vault.scan().toList()) {
        long value = Long.parseLong(stored.info().metadata().getOrDefault("value", "0"));
        assertThat(stored.text()).isEqualTo(Optional.of(KillTarget.text(value)));
        found.put(stored.info().id(), value);
      }
      for (Attempt attempt : attempts.values()) {
        long first = found.getOrDefault(attempt.ids().getFirst(), REMOVED);
        if (first == attempt.value()) { // it was made, though nobody was told
          attempt.ids().forEach(id -> acknowledged.put(id, attempt.value()));
        }
      }
      acknowledged.values().removeIf(value -> value == REMOVED);
      assertThat(found).isEqualTo(acknowledged);
      vault.verify();
    }
  }
}
