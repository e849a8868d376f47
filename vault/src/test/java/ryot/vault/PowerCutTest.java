package ryot.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ryot.vault.log.Reliability;
import ryot.vault.storage.DiskStorage;

/**
 * Takes the power from a file system: its image lies on XFS, which clones it in an instant, while a
 * process writes to a vault on it. Each clone is what a disk holds whose power went then. It is
 * mounted, and what was acknowledged before the clone was begun must be there.
 *
 * <p>Needs Linux, root, {@code mkfs.xfs} and {@code mkfs.ext4}.
 */
class PowerCutTest {
  private static final long REMOVED = -1;
  private static final int WRITES_BETWEEN_CUTS = 20;
  private static final long COMMAND_SECONDS_MAX = 120;

  @TempDir Path folder;

  /** What was done to one id, in order. */
  private static final class History {
    private final List<Long> values = new ArrayList<>(List.of(REMOVED));
    private int acknowledged;
  }

  /** What a process said so far; guarded by itself. */
  private static final class Said {
    private final Map<String, History> histories = new HashMap<>();
    private long acknowledgements;
    private boolean ended;

    private synchronized void take(String line) {
      String[] words = line.split(" ", -1);
      for (String id : Arrays.asList(words).subList(3, words.length)) {
        History history = histories.computeIfAbsent(id, _ -> new History());
        if (words[0].equals("B")) {
          history.values.add(Long.parseLong(words[2]));
        } else {
          history.acknowledged = history.values.size() - 1;
        }
      }
      if (words[0].equals("A")) {
        acknowledgements++;
      }
      notifyAll();
    }

    private synchronized void end() {
      ended = true;
      notifyAll();
    }

    private synchronized void awaitMore(long count) throws InterruptedException {
      long wanted = acknowledgements + count;
      while (acknowledgements < wanted) {
        assertThat(ended).as("the writing process has ended").isFalse();
        wait();
      }
    }

    /** Waits for what is still in the pipe: a value is said before it is written. */
    private synchronized void awaitSaid(String id, long value) throws InterruptedException {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(COMMAND_SECONDS_MAX);
      while (!histories.computeIfAbsent(id, _ -> new History()).values.contains(value)) {
        assertThat(System.nanoTime()).as("%s was said to be %d", id, value).isLessThan(deadline);
        wait(TimeUnit.SECONDS.toMillis(1));
      }
    }

    /** For each id, the index of the last value that was acknowledged. */
    private synchronized Map<String, Integer> acknowledged() {
      Map<String, Integer> indexes = new HashMap<>();
      histories.forEach((id, history) -> indexes.put(id, history.acknowledged));
      return indexes;
    }

    /** For each id, its values from the one at the index on. */
    private synchronized Map<String, List<Long>> allowed(Map<String, Integer> from) {
      Map<String, List<Long>> allowed = new HashMap<>();
      histories.forEach(
          (id, history) ->
              allowed.put(
                  id,
                  List.copyOf(
                      history.values.subList(from.getOrDefault(id, 0), history.values.size()))));
      return allowed;
    }
  }

  @Test
  void nothingAcknowledgedIsLostWhenThePowerGoes() throws Exception {
    Reliability.assumeWanted();
    Assumptions.assumeTrue(
        run("sh", "-c", "test $(id -u) = 0 && command -v mkfs.xfs mkfs.ext4 losetup") == 0,
        "needs root, mkfs.xfs, mkfs.ext4 and losetup");
    Path outer = Files.createDirectory(folder.resolve("outer"));
    Path inner = Files.createDirectory(folder.resolve("inner"));
    Path clone = Files.createDirectory(folder.resolve("clone"));
    String host = folder.resolve("host.img").toString();
    String image = outer.resolve("disk.img").toString();
    require("truncate", "-s", "1500M", host);
    require("mkfs.xfs", "-q", "-m", "reflink=1", host);
    require("mount", "-o", "loop", host, outer.toString());
    try {
      require("truncate", "-s", "256M", image);
      require("mkfs.ext4", "-q", "-F", image);
      require("mount", "-o", "loop", image, inner.toString());
      try {
        cut(inner, outer, image, clone);
      } finally {
        run("umount", inner.toString());
      }
    } finally {
      run("umount", outer.toString());
    }
  }

  private void cut(Path inner, Path outer, String image, Path clone) throws Exception {
    VaultTest.created(DiskStorage.open(inner), options()).close();
    Said said = new Said();
    Process process = KillTest.start(inner, 1);
    Thread listener = Thread.ofPlatform().daemon().start(() -> listen(process, said));
    int cuts = Reliability.count(0, 200);
    try {
      for (int i = 0; i < cuts; i++) {
        said.awaitMore(WRITES_BETWEEN_CUTS);
        Map<String, Integer> acknowledged = said.acknowledged();
        String copy = outer.resolve("clone.img").toString();
        require("cp", "--reflink=always", image, copy);
        require("mount", "-o", "loop", copy, clone.toString());
        try {
          requireState(clone, said, acknowledged);
        } finally {
          require("umount", clone.toString());
          Files.delete(Path.of(copy));
        }
      }
      Reliability.report(
          "power cuts: %,d clones of an ext4 image, %,d acknowledged changes, none lost"
              .formatted(cuts, said.acknowledgements));
    } finally {
      process.destroyForcibly();
      process.waitFor();
      listener.join();
    }
  }

  private static void listen(Process process, Said said) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null) {
        if (line.split(" ", -1).length > 3) {
          said.take(line);
        }
        line = lines.readLine();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    } finally {
      said.end();
    }
  }

  private static VaultOptions options() {
    return VaultOptions.usual().log(KillTarget.LAYOUT);
  }

  private static void requireState(Path folder, Said said, Map<String, Integer> acknowledged)
      throws IOException, InterruptedException {
    try (Vault vault = VaultTest.opened(DiskStorage.open(folder), options())) {
      Map<String, Long> found = new HashMap<>();
      for (StoredRsu stored : vault.scan().toList()) {
        long value = Long.parseLong(stored.info().metadata().getOrDefault("value", "0"));
        assertThat(stored.text()).isEqualTo(Optional.of(KillTarget.text(value)));
        found.put(stored.info().id(), value);
      }
      for (Map.Entry<String, Long> unit : found.entrySet()) {
        said.awaitSaid(unit.getKey(), unit.getValue());
      }
      said.allowed(acknowledged)
          .forEach(
              (id, values) ->
                  assertThat(values).as("unit %s", id).contains(found.getOrDefault(id, REMOVED)));
      vault.verify();
    }
  }

  private static void require(String... command) throws IOException, InterruptedException {
    assertThat(run(command)).as(String.join(" ", command)).isZero();
  }

  private static int run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return -1;
    }
    return process.exitValue();
  }
}
