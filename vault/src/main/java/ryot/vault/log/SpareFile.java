package ryot.vault.log;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import ryot.vault.storage.Storage;
import ryot.vault.storage.StorageFile;

/**
 * The next segment's file, filled with zeros by another thread before it is needed. It has no
 * number until it is taken, and nothing counts on it: if filling it fails, the segment's file is
 * made when it is needed, and whoever opens the log removes what a crash left of it.
 *
 * <p>Committer thread only.
 */
final class SpareFile {
  /** Its name, until it is taken. */
  static final String NAME = "spare.new";

  private final Storage storage;
  private final Executor background;
  private @Nullable FutureTask<Long> filling;

  /**
   * @param background runs the filling, or leaves that to whoever takes the file
   */
  SpareFile(Storage storage, Executor background) {
    this.storage = storage;
    this.background = background;
  }

  /** Has a file of {@code size} bytes filled, unless there is one already. */
  void prepare(long size) {
    if (filling == null) {
      FutureTask<Long> task = new FutureTask<>(() -> fill(size));
      filling = task;
      background.execute(task);
    }
  }

  private long fill(long size) throws IOException {
    storage.delete(NAME);
    storage.create(NAME, size).close();
    return size;
  }

  /** Its bytes, once it is filled; 0 if there is none. */
  long size() {
    FutureTask<Long> task = filling;
    if (task == null) {
      return 0;
    }
    task.run(); // unless the other thread does or did
    try {
      return Waiting.on(task);
    } catch (IOException e) {
      filling = null;
      return 0;
    }
  }

  /** Gives it to whoever asks, under a name that is safe once {@link Storage#force} returned. */
  StorageFile take(String name) throws IOException {
    filling = null;
    storage.rename(NAME, name);
    return storage.open(name, true);
  }

  /** Removes it; whether there was one. */
  boolean discard() throws IOException {
    if (size() == 0) {
      return false;
    }
    filling = null;
    storage.delete(NAME);
    return true;
  }
}
