package ryot.vault.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * An open file of a {@link Storage}. Any number of threads may read while one writes; what a read
 * sees of a write that runs at the same time is not defined.
 */
public interface StorageFile extends Closeable {
  /** Its size in bytes. */
  long size() throws IOException;

  /**
   * Reads from {@code position} until the target is full or the file ends.
   *
   * @return the bytes read, 0 at the end or behind it
   */
  int read(long position, ByteBuffer target) throws IOException;

  /** Writes all that remains of {@code source} at {@code position}, growing the file if needed. */
  void write(long position, ByteBuffer source) throws IOException;

  /**
   * Cuts off what lies at {@code size} and behind it. Until {@link #force} has returned, a loss of
   * power may undo it, and nothing else.
   */
  void truncate(long size) throws IOException;

  /** Returns once what was written is safe from a loss of power. */
  void force() throws IOException;

  @Override
  void close() throws IOException;
}
