package ryot.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * Larger reference data that a machine may have beside the project and a plain clone has not: the
 * folder {@code -Dryot.shared} names, or {@code shared} beside the project's root.
 */
public final class SharedData {

  private static final String PROPERTY = "ryot.shared";

  private SharedData() {}

  /**
   * The file or folder {@code name} of the shared data; the test is skipped where it is missing.
   */
  public static Path require(String name) {
    Optional<Path> path = find(name);
    Assumptions.assumeTrue(
        path.isPresent(), "no shared data " + name + " on this machine (-D" + PROPERTY + ")");
    return path.orElseThrow();
  }

  /** The file or folder {@code name} of the shared data, if this machine has it. */
  public static Optional<Path> find(String name) {
    @Nullable String folder = System.getProperty(PROPERTY);
    Stream<Path> candidates =
        folder == null
            ? Stream.of(Path.of("..", "shared"), Path.of("..", "..", "shared"))
            : Stream.of(Path.of(folder));
    return candidates.map(shared -> shared.resolve(name)).filter(Files::exists).findFirst();
  }
}
