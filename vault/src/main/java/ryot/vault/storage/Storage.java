package ryot.vault.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A flat directory of named files.
 *
 * <p>It promises what an ordinary file system without a journal does. Bytes are safe after {@link
 * StorageFile#force}; creations, renames and deletions are after {@link #force}, and before it each
 * may be lost, or not, apart from the others. A rename is atomic. A write may be torn at sectors of
 * 512 bytes.
 *
 * <p>A name is letters, digits, dots and hyphens, at most 64 of them, and does not begin with a
 * dot; any other is an {@link IllegalArgumentException}.
 */
public interface Storage extends Closeable {
  /** The bytes that a disk writes as a whole or not at all. */
  int SECTOR = 512;

  /**
   * Creates a file of {@code size} zero bytes, which are written and forced, so that writing into
   * them later changes nothing but them. Its name is safe once {@link #force} has returned.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is one of this name
   * @throws OutOfSpaceException if the disk is full
   * @throws IOException if anything fails; nothing of the file remains, if that can be had
   */
  StorageFile create(String name, long size) throws IOException;

  /**
   * Opens an existing file.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  StorageFile open(String name, boolean writable) throws IOException;

  /** The names of all files, sorted. */
  List<String> list() throws IOException;

  /** Renames a file, replacing one that has the new name, at once. */
  void rename(String from, String to) throws IOException;

  /** Deletes a file, if there is one. */
  void delete(String name) throws IOException;

  /** Returns once all creations, renames and deletions are safe from a loss of power. */
  void force() throws IOException;

  /**
   * Takes the lock that one writer holds, until it is closed.
   *
   * @param holder a line that says who locks, for whoever comes next
   * @throws VaultLockedException if another holds it, naming the holder
   */
  Closeable lock(String name, String holder) throws IOException;

  /** What messages call this place, such as its path. */
  String location();

  /** Whether there is a file of this name. */
  default boolean exists(String name) throws IOException {
    return list().contains(name);
  }

  /**
   * The whole of a small file.
   *
   * @throws IOException if it is larger than {@code sizeMax}
   */
  default byte[] readAll(String name, int sizeMax) throws IOException {
    try (StorageFile file = open(name, false)) {
      long size = file.size();
      if (size > sizeMax) {
        throw new IOException(
            "%s/%s has %,d bytes, and at most %,d were expected"
                .formatted(location(), name, size, sizeMax));
      }
      ByteBuffer target = ByteBuffer.allocate((int) size);
      file.read(0, target);
      if (target.hasRemaining()) {
        throw new IOException(
            "%s/%s ended at byte %,d of %,d while it was read"
                .formatted(location(), name, target.position(), size));
      }
      return target.array();
    }
  }

  /**
   * Makes {@code content} the whole content of a file, at once and safe when this returns: after a
   * crash the file has its old content or the new one.
   */
  default void replace(String name, byte[] content) throws IOException {
    String fresh = name + ".new";
    delete(fresh);
    try (StorageFile file = create(fresh, content.length)) {
      file.write(0, ByteBuffer.wrap(content));
      file.force();
    }
    rename(fresh, name);
    force();
  }
}
