package ryot.vault;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import ryot.vault.log.LogOptions;
import ryot.vault.log.TestKeys;
import ryot.vault.seal.Credential;
import ryot.vault.storage.DiskStorage;

/**
 * A process that writes to a vault until it is killed, and says on its standard output what it is
 * about to do ({@code B}) and what was acknowledged ({@code A}): {@code B thread value id id…}. A
 * value below zero is a removal.
 */
final class KillTarget {
  static final int THREADS = 4;
  static final int IDS = 5;
  static final LogOptions LAYOUT = new LogOptions(64 << 10, 256 << 10, 512 << 10, false);

  private KillTarget() {}

  /** The text of a value: from a few bytes to many frames. */
  static String text(long value) {
    return (value + ";").repeat(1 + (int) (value * value % 97) * (value % 11 == 0 ? 100 : 1));
  }

  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    long seed = Long.parseLong(arguments[1]);
    try (Credential credential = TestKeys.passphrase()) {
      Vault vault =
          Vault.open(
              DiskStorage.open(Path.of(arguments[0])),
              credential,
              VaultOptions.usual().log(LAYOUT));
      List<Thread> threads = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int number = thread;
        threads.add(Thread.ofPlatform().start(() -> write(vault, number, seed, out)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  private static void write(Vault vault, int thread, long seed, PrintStream out) {
    SplittableRandom random = new SplittableRandom(seed * THREADS + thread);
    try {
      for (long value = seed * 1_000_000; ; value++) {
        String first = thread + "/" + random.nextInt(IDS);
        switch (random.nextInt(20)) {
          case 0 -> {
            say(out, "B", thread, -1, first);
            vault.delete(first);
            say(out, "A", thread, -1, first);
          }
          case 1, 2 -> {
            String second = thread + "/" + IDS;
            say(out, "B", thread, value, first + " " + second);
            vault.transaction().put(unit(first, value)).put(unit(second, value)).commit();
            say(out, "A", thread, value, first + " " + second);
          }
          case 3 -> {
            if (thread == 0) {
              vault.compact();
            }
          }
          default -> {
            say(out, "B", thread, value, first);
            vault.put(unit(first, value));
            say(out, "A", thread, value, first);
          }
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Rsu unit(String id, long value) {
    return Rsu.builder(id).text(text(value)).metadata("value", Long.toString(value)).build();
  }

  private static void say(PrintStream out, String what, int thread, long value, String ids) {
    out.println(what + " " + thread + " " + value + " " + ids);
  }
}
