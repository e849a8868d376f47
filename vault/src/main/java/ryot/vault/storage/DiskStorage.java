package ryot.vault.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A directory of the file system. */
public final class DiskStorage implements Storage {
  /** Zeros written and forced at a time: what others force meanwhile waits for these alone. */
  private static final int ZEROS = 1 << 20;

  /** A holder's line in the lock file. */
  private static final int HOLDER_BYTES_MAX = 1_024;

  /**
   * Locks that this process holds, with their holders. Closing any channel of a file gives up all
   * locks that a process has on it, so a second opener here must not even look into the file.
   */
  private static final Map<Path, String> HELD = new HashMap<>();

  private final Path folder;

  private DiskStorage(Path folder) {
    this.folder = folder;
  }

  /**
   * The files in {@code folder}, which exists.
   *
   * @throws NotDirectoryException if it is none
   */
  public static DiskStorage open(Path folder) throws IOException {
    Path real = folder.toRealPath();
    if (!Files.isDirectory(real)) {
      throw new NotDirectoryException(folder.toString());
    }
    return new DiskStorage(real);
  }

  @Override
  public StorageFile create(String name, long size) throws IOException {
    Path path = path(name);
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(ZEROS, size));
      for (long at = 0; at < size; ) {
        zeros.clear().limit((int) Math.min(zeros.capacity(), size - at));
        at += channel.write(zeros, at);
        if (at < size) {
          channel.force(false);
        }
      }
      channel.force(true);
      return new DiskFile(path, channel, true);
    } catch (IOException e) {
      channel.close();
      Files.deleteIfExists(path);
      throw named(path, e);
    }
  }

  @Override
  public StorageFile open(String name, boolean writable) throws IOException {
    Path path = path(name);
    return new DiskFile(path, DiskFile.channel(path, writable), writable);
  }

  @Override
  public List<String> list() throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, Files::isRegularFile)) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
    }
    Collections.sort(names);
    return names;
  }

  @Override
  public boolean exists(String name) {
    return Files.isRegularFile(path(name));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(
        path(from), path(to), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(path(name));
  }

  @Override
  public void force() throws IOException {
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  @Override
  public Closeable lock(String name, String holder) throws IOException {
    Path path = path(name);
    synchronized (HELD) {
      String other = HELD.get(path);
      if (other != null) {
        throw locked(other);
      }
      FileChannel channel =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = null;
      try {
        lock = channel.tryLock();
        if (lock == null) {
          throw locked(readHolder(channel));
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
        HELD.put(path, holder);
      } catch (IOException | VaultException e) {
        channel.close();
        throw e;
      }
      return () -> release(path, channel);
    }
  }

  private static void release(Path path, FileChannel channel) throws IOException {
    synchronized (HELD) {
      if (HELD.remove(path) != null) {
        channel.truncate(0);
        channel.close();
      }
    }
  }

  private static String readHolder(FileChannel channel) throws IOException {
    ByteBuffer line = ByteBuffer.allocate(HOLDER_BYTES_MAX);
    channel.read(line, 0);
    String holder = StandardCharsets.UTF_8.decode(line.flip()).toString().strip();
    return holder.isEmpty() ? "another process" : holder;
  }

  private VaultLockedException locked(String holder) {
    return new VaultLockedException(
        "%s is open for writing in %s: close it there, or open it here read-only"
            .formatted(folder, holder));
  }

  @Override
  public String location() {
    return folder.toString();
  }

  @Override
  public void close() {}

  private Path path(String name) {
    return folder.resolve(FileName.require(name));
  }

  /** The failure with the file's name, and as what it is. */
  static IOException named(Path path, IOException failure) {
    if (failure instanceof FileSystemException) {
      return failure;
    }
    String reason = String.valueOf(failure.getMessage());
    String lower = reason.toLowerCase(Locale.ROOT);
    String message = path + ": " + reason;
    return lower.contains("no space left") || lower.contains("quota exceeded")
        ? new OutOfSpaceException(message, failure)
        : new IOException(message, failure);
  }
}
