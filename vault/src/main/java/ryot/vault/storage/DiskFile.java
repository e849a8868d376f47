package ryot.vault.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file of a {@link DiskStorage}.
 *
 * <p>The JDK closes a channel under everyone when one of the threads that use it is interrupted. So
 * the mark of interruption is put aside meanwhile, and a channel that was closed all the same is
 * opened again.
 */
final class DiskFile implements StorageFile {
  private final Path path;
  private final boolean writable;
  private volatile FileChannel channel;
  private volatile boolean closed;

  DiskFile(Path path, FileChannel channel, boolean writable) {
    this.path = path;
    this.channel = channel;
    this.writable = writable;
  }

  static FileChannel channel(Path path, boolean writable) throws IOException {
    return writable
        ? FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)
        : FileChannel.open(path, StandardOpenOption.READ);
  }

  @Override
  public long size() throws IOException {
    return uninterrupted(FileChannel::size);
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    int before = target.position();
    return uninterrupted(
        open -> {
          while (target.hasRemaining()) {
            int read = open.read(target, position + target.position() - before);
            if (read < 0) {
              break;
            }
          }
          return target.position() - before;
        });
  }

  @Override
  public void write(long position, ByteBuffer source) throws IOException {
    int before = source.position();
    uninterrupted(
        open -> {
          while (source.hasRemaining()) {
            open.write(source, position + source.position() - before);
          }
          return null;
        });
  }

  @Override
  public void truncate(long size) throws IOException {
    uninterrupted(open -> open.truncate(size));
  }

  @Override
  public void force() throws IOException {
    uninterrupted(
        open -> {
          open.force(false);
          return null;
        });
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    channel.close();
  }

  /** What is done with the channel. */
  private interface Use<T extends @Nullable Object> {
    T of(FileChannel open) throws IOException;
  }

  private <T extends @Nullable Object> T uninterrupted(Use<T> use) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        FileChannel open = channel;
        try {
          return use.of(open);
        } catch (ClosedChannelException e) {
          interrupted |= Thread.interrupted();
          reopen(e);
        }
      }
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      throw DiskStorage.named(path, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized void reopen(ClosedChannelException why) throws IOException {
    if (closed) {
      throw why;
    }
    if (!channel.isOpen()) {
      channel = channel(path, writable);
    }
  }
}
