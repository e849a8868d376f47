package ryot.models;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Held while a model is pulled: keeps other processes (by a lock on {@code NAME.lock}) and other
 * threads of this one (by a permit) from pulling it too. The lock file stays when the lock is gone:
 * removing it would let two processes lock two different files of the same name.
 */
final class PullLock implements Closeable {

  private static final long POLL_MILLIS = 200;

  /**
   * One permit for each lock file that this JVM has used. A file lock belongs to the whole JVM, and
   * on POSIX systems closing any channel on the file gives it up, so threads must be kept apart
   * before the file is opened; only something as wide as the JVM can do that.
   */
  private static final Map<Path, Semaphore> PERMITS = new ConcurrentHashMap<>();

  private final Semaphore permit;
  private final FileChannel channel;

  private PullLock(Semaphore permit, FileChannel channel) {
    this.permit = permit;
    this.channel = channel;
  }

  /**
   * Waits until nobody else holds it.
   *
   * @param whileWaiting run once, if there is somebody to wait for
   */
  static PullLock acquire(Path file, Runnable whileWaiting)
      throws IOException, InterruptedException {
    Path lockFile = file.toAbsolutePath().normalize();
    Semaphore permit = PERMITS.computeIfAbsent(lockFile, path -> new Semaphore(1));
    boolean told = false;
    if (!permit.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
      whileWaiting.run();
      told = true;
      permit.acquire();
    }
    try {
      return new PullLock(permit, lockedChannel(lockFile, told ? () -> {} : whileWaiting));
    } catch (IOException | InterruptedException | RuntimeException e) {
      permit.release();
      throw e;
    }
  }

  private static FileChannel lockedChannel(Path file, Runnable whileWaiting)
      throws IOException, InterruptedException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        whileWaiting.run();
      }
      while (lock == null) {
        Thread.sleep(POLL_MILLIS);
        lock = channel.tryLock();
      }
      // For a person who wonders who holds it.
      String holder = "process " + ProcessHandle.current().pid() + "\n";
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.US_ASCII)));
      return channel;
    } catch (IOException | InterruptedException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Lets the next one in. */
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      permit.release();
    }
  }
}
