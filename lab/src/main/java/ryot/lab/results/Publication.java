package ryot.lab.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * All the files of a day, or none. They are written into a hidden folder beside their places and
 * renamed into these by {@link #commit()}, when nothing is left that a full disk could refuse.
 * Closing without a commit removes them. One thread.
 */
public final class Publication implements AutoCloseable {

  private final Path root;
  private final Path staging;
  private final FileSink sink;
  private final List<Path> relative = new ArrayList<>();

  private Publication(Path root, Path staging, FileSink sink) {
    this.root = root;
    this.staging = staging;
    this.sink = sink;
  }

  static Publication begin(Path root, FileSink sink) throws IOException {
    try {
      Files.createDirectories(root);
      return new Publication(root, Files.createTempDirectory(root, ".unfinished-"), sink);
    } catch (IOException e) {
      throw explained(root, "cannot be written to", e);
    }
  }

  /** Writes {@code text} to what will be {@code file}, relative to the store. */
  public void write(Path file, String text) throws IOException {
    try {
      sink.write(place(file), text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw explained(root.resolve(file), "could not be written", e);
    }
  }

  /** Where someone else may write what will be {@code file}; published if it exists by then. */
  public Path place(Path file) throws IOException {
    Path place = staging.resolve(file);
    Files.createDirectories(place.resolveSibling(""));
    if (!relative.contains(file)) {
      relative.add(file);
    }
    return place;
  }

  /** Where {@code file} will be seen after the commit. */
  public Path destination(Path file) {
    return root.resolve(file);
  }

  /** The folder that holds the files until then. */
  public Path staging() {
    return staging;
  }

  /**
   * Moves the files to their places, in the order in which they were written.
   *
   * @return the places
   */
  public List<Path> commit() throws IOException {
    for (Path file : relative) {
      Files.createDirectories(root.resolve(file).resolveSibling(""));
    }
    List<Path> published = new ArrayList<>();
    for (Path file : relative) {
      Path place = staging.resolve(file);
      if (Files.exists(place)) {
        published.add(
            Files.move(
                place,
                root.resolve(file),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING));
      }
    }
    return published;
  }

  /** Removes whatever was not published. Safe to call twice and from a shutdown hook. */
  @Override
  public void close() throws IOException {
    if (!Files.exists(staging)) {
      return;
    }
    List<Path> entries;
    try (Stream<Path> walk = Files.walk(staging)) {
      entries = new ArrayList<>(walk.toList());
    }
    for (Path entry : entries.reversed()) {
      Files.deleteIfExists(entry);
    }
  }

  private static IOException explained(Path file, String what, IOException cause) {
    String finding =
        cause instanceof FileSystemException system && system.getReason() != null
            ? system.getReason()
            : cause.getMessage();
    return new IOException(
        file + " " + what + " (" + finding + "; " + free(file) + "); no report was left behind",
        cause);
  }

  private static String free(Path file) {
    Path existing = file.toAbsolutePath();
    while (existing.getParent() != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    try {
      FileStore store = Files.getFileStore(existing);
      return store.getUsableSpace() / 1_000_000 + " MB free there";
    } catch (IOException e) {
      return "free space unknown: " + e.getMessage();
    }
  }
}
