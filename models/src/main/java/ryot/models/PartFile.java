package ryot.models;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model on its way: {@code NAME.part}, which only grows, is hashed as it grows, and gets its real
 * name when size and hash are right. Beside it {@code NAME.part.etag} remembers which version of
 * the remote file the bytes are from. Used by one thread, under the model's lock.
 */
final class PartFile implements Closeable {

  private static final int BUFFER_BYTES = 1 << 16;
  private static final long VALIDATOR_BYTES_MAX = 4096;

  private final Path target;
  private final Path file;
  private final Path validatorFile;
  private final Disk disk;

  private MessageDigest digest = sha256();
  private Disk.@Nullable Sink sink;
  private long lengthBytes;
  private long hashedBytes;
  private long limitBytes = Long.MAX_VALUE;
  private boolean inherited;

  private PartFile(Path target, Disk disk) {
    this.target = target;
    this.file = target.resolveSibling(target.getFileName() + ".part");
    this.validatorFile = target.resolveSibling(target.getFileName() + ".part.etag");
    this.disk = disk;
  }

  /** Takes up what an earlier pull left, if anything. */
  static PartFile open(Path target, Disk disk) throws IOException {
    PartFile part = new PartFile(target, disk);
    if (Files.isRegularFile(part.file)) {
      part.lengthBytes = Files.size(part.file);
      part.inherited = part.lengthBytes > 0;
    }
    return part;
  }

  Path file() {
    return file;
  }

  long lengthBytes() {
    return lengthBytes;
  }

  /** Whether some of the bytes are from an earlier pull, which this one has not seen arrive. */
  boolean inherited() {
    return inherited;
  }

  /** The entity tag of the remote file that the bytes are from. */
  Optional<String> validator() throws IOException {
    if (lengthBytes == 0
        || !Files.isRegularFile(validatorFile)
        || Files.size(validatorFile) > VALIDATOR_BYTES_MAX) {
      return Optional.empty();
    }
    return Optional.of(Files.readString(validatorFile, StandardCharsets.UTF_8).strip());
  }

  void rememberValidator(Optional<String> validator) throws IOException {
    if (validator.isPresent()) {
      Files.writeString(validatorFile, validator.get(), StandardCharsets.UTF_8);
    } else {
      Files.deleteIfExists(validatorFile);
    }
  }

  /**
   * Says how large the whole will be: more is never written, and there must be room for the rest.
   *
   * @throws StorageFullException if there is not
   */
  void expect(long sizeBytes) throws IOException {
    limitBytes = sizeBytes;
    long usable = disk.usableBytes(folder());
    if (usable < sizeBytes - lengthBytes) {
      throw new StorageFullException(folder(), sizeBytes - lengthBytes, usable, null);
    }
  }

  /** Hashes what an earlier pull left, so that appending can go on from there. */
  void catchUp(PullProgress progress) throws IOException {
    if (hashedBytes == lengthBytes) {
      return;
    }
    progress.start("checking what is already here", lengthBytes, 0);
    hash(file, digest, lengthBytes, progress);
    hashedBytes = lengthBytes;
  }

  /** Forgets all bytes. */
  void restart() throws IOException {
    close();
    digest = sha256();
    lengthBytes = 0;
    hashedBytes = 0;
    inherited = false;
    Files.deleteIfExists(validatorFile);
    Files.deleteIfExists(file);
  }

  /**
   * Appends the buffer's bytes.
   *
   * @throws CorruptModelException if they are more than expected; none of them is written then
   * @throws StorageFullException if the disk is full
   */
  void append(ByteBuffer bytes) throws IOException {
    int count = bytes.remaining();
    if (count > limitBytes - lengthBytes) {
      throw new CorruptModelException(
          String.format(Locale.ROOT, "more bytes arrived than the %,d expected", limitBytes));
    }
    assert hashedBytes == lengthBytes : "catchUp comes before append";
    digest.update(bytes.duplicate());
    try {
      if (sink == null) {
        sink = disk.append(file, lengthBytes);
      }
      sink.write(bytes);
    } catch (IOException e) {
      throw full(e) ? new StorageFullException(folder(), limitBytes - lengthBytes, usable(), e) : e;
    }
    lengthBytes += count;
    hashedBytes += count;
  }

  /**
   * Compares size and hash, brings the bytes to the device and gives the file its name.
   *
   * @throws CorruptModelException if they differ; the bytes are gone then
   */
  void publish(Fingerprint expected, PullProgress progress) throws IOException {
    catchUp(progress);
    String found = HexFormat.of().formatHex(digest.digest());
    if (lengthBytes != expected.sizeBytes() || !found.equals(expected.sha256())) {
      long length = lengthBytes;
      restart();
      throw new CorruptModelException(
          String.format(
              Locale.ROOT,
              "wrong content, removed: expected %s, found %,d bytes, SHA-256 %s",
              expected,
              length,
              found));
    }
    if (sink == null) {
      sink = disk.append(file, lengthBytes);
    }
    sink.force();
    close();
    disk.publish(file, target);
    Files.deleteIfExists(validatorFile);
  }

  /** Closes the file; what was written stays for the next pull. */
  @Override
  public void close() throws IOException {
    Disk.Sink open = sink;
    sink = null;
    if (open != null) {
      open.close();
    }
  }

  /** The folder that it lies in. */
  Path folder() {
    Path folder = file.getParent();
    return folder == null ? Path.of("") : folder;
  }

  private long usable() {
    try {
      return disk.usableBytes(folder());
    } catch (IOException e) {
      // Only decorates the message of a failure that is already under way.
      return 0;
    }
  }

  private static boolean full(IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("no space left")
        || message.contains("disk quota exceeded")
        || message.contains("not enough space");
  }

  /** Hashes the first bytes of a file. */
  static void hash(Path file, MessageDigest digest, long bytes, PullProgress progress)
      throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      long left = bytes;
      while (left > 0) {
        int count = stream.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (count < 0) {
          throw new IOException(file + " became shorter while it was read");
        }
        digest.update(buffer, 0, count);
        progress.advance(count);
        left -= count;
      }
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
