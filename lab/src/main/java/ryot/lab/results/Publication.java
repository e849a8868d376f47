package ryot.lab.results;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
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
 * still writes. Safe for use by both. What a process that was killed left in its folder, the next
 * one removes.
 */
public final class Publication implements AutoCloseable {

  /** Followed by the number of the process that writes into the folder. */
  private static final String STAGING = ".unfinished-";

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
      removeAbandoned(root);
      String prefix = STAGING + ProcessHandle.current().pid() + "-";
      return new Publication(root, Files.createTempDirectory(root, prefix), sink);
    } catch (IOException e) {
      throw explained(root, "cannot be written to", e);
    }
  }

  /** Removes the folders whose processes have ended. */
  private static void removeAbandoned(Path root) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, STAGING + "*")) {
      for (Path folder : folders) {
        String[] name = folder.getFileName().toString().substring(STAGING.length()).split("-", 2);
        boolean ours = name.length == 2 && name[0].matches("[0-9]{1,9}");
        if (ours && ProcessHandle.of(Long.parseLong(name[0])).isEmpty()) {
          remove(folder);
        }
      }
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
        remove(staging);
      } catch (DirectoryNotEmptyException | NoSuchFileException e) {
        if (attempt == REMOVE_ATTEMPTS) {
          throw e;
        }
        LockSupport.parkNanos(REMOVE_PAUSE_NANOS);
      }
    }
  }

  private static void remove(Path folder) throws IOException {
    List<Path> entries;
    try (Stream<Path> walk = Files.walk(folder)) {
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
