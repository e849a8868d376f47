package ryot.lab.results;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * All the files of a day, or none. They are written into a hidden folder beside their places and
 * renamed into these by {@link #commit()}, when nothing is left that a full disk could refuse.
 * Closing without a commit removes them, for good: a shutdown hook may close while another thread
 * still writes. Safe for use by both.
 */
public final class Publication implements AutoCloseable {

  private static final int REMOVE_ATTEMPTS = 20;
  private static final long REMOVE_PAUSE_NANOS = 100_000_000;

  private final Path root;
  private final Path staging;
  private final FileSink sink;
  private final List<Path> relative = new ArrayList<>();
  private boolean closed;

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
  public synchronized void write(Path file, String text) throws IOException {
    try {
      sink.write(place(file), text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw explained(root.resolve(file), "could not be written", e);
    }
  }

  /** Where someone else may write what will be {@code file}; published if it exists by then. */
  public synchronized Path place(Path file) throws IOException {
    requireOpen();
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
  public synchronized List<Path> commit() throws IOException {
    requireOpen();
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

  /**
   * Removes whatever was not published. Safe to call twice. A fork that is being ended may still
   * write for a moment, so that removing is tried for a while.
   */
  @Override
  public synchronized void close() throws IOException {
    closed = true;
    for (int attempt = 1; Files.exists(staging); attempt++) {
      try {
        remove();
      } catch (DirectoryNotEmptyException | NoSuchFileException e) {
        if (attempt == REMOVE_ATTEMPTS) {
          throw e;
        }
        LockSupport.parkNanos(REMOVE_PAUSE_NANOS);
      }
    }
  }

  private void remove() throws IOException {
    List<Path> entries;
    try (Stream<Path> walk = Files.walk(staging)) {
      entries = walk.toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Path entry : entries.reversed()) {
      Files.deleteIfExists(entry);
    }
  }

  private void requireOpen() throws IOException {
    if (closed) {
      throw new IOException("interrupted before the results were written; none were left behind");
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
