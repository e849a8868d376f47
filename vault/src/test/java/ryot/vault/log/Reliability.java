package ryot.vault.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Assumptions;

/**
 * The long part of what shows that a vault can be relied upon: tests that run with {@code
 * -Dryot.reliability=true} only, and say in {@code target/reliability.txt} what they did.
 */
public final class Reliability {
  private static final Path REPORT = Path.of("target", "reliability.txt");

  private Reliability() {}

  /** Whether the long part runs. */
  public static boolean isWanted() {
    return Boolean.getBoolean("ryot.reliability");
  }

  /** Skips the test that calls it in a usual build. */
  public static void assumeWanted() {
    Assumptions.assumeTrue(isWanted(), "runs with -Dryot.reliability=true");
  }

  /** How many of something: a few in a usual build. */
  public static int count(int usual, int all) {
    return isWanted() ? all : usual;
  }

  /** Notes what was done, if this is the long run. */
  public static void report(String line) {
    if (isWanted()) {
      try {
        Files.createDirectories(REPORT.toAbsolutePath().getParent());
        Files.writeString(
            REPORT, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
