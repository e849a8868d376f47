package ryot.vault.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Files in memory that know what was forced, and so every content that the disk may have after a
 * loss of power.
 *
 * <p>What happens is recorded. {@link Crashes} reads the record. A create writes and forces zeros;
 * its name, like every other change of names, waits for {@link #force}.
 */
public final class SimulatedStorage implements Storage {
  /** A file's content, whatever its name. */
  static final class Inode {
    byte[] content;

    Inode(byte[] content) {
      this.content = content;
    }
  }

  /** What happened to the disk. */
  sealed interface Event {
    record Write(Inode inode, long position, byte[] bytes) implements Event {}

    record Truncate(Inode inode, long size) implements Event {}

    record Force(Inode inode) implements Event {}

    record Create(String name, Inode inode, int size) implements Event {}

    record Rename(String from, String to, Inode inode) implements Event {}

    record Delete(String name) implements Event {}

    record ForceNames() implements Event {}
  }

  private static final int BEGINNING = 128;

  private final Map<String, Inode> names = new TreeMap<>();
  private final Map<String, byte[]> initial;
  private final Map<String, Inode> initialInodes = new TreeMap<>();
  private final List<Event> events = new ArrayList<>();
  private final Set<String> locks = new HashSet<>();

  private boolean lying;

  public SimulatedStorage() {
    this(Map.of());
  }

  /** Lets every force return and do nothing from now on. */
  public synchronized void lie() {
    lying = true;
  }

  /** A disk that has these files, safely. */
  public SimulatedStorage(Map<String, byte[]> files) {
    initial = new TreeMap<>();
    files.forEach(
        (name, content) -> {
          initial.put(name, content.clone());
          Inode inode = new Inode(content.clone());
          names.put(name, inode);
          initialInodes.put(name, inode);
        });
  }

  /** How much was recorded. */
  public synchronized int mark() {
    return events.size();
  }

  /** All files as a process sees them. */
  public synchronized Map<String, byte[]> files() {
    Map<String, byte[]> files = new TreeMap<>();
    names.forEach((name, inode) -> files.put(name, inode.content.clone()));
    return files;
  }

  /**
   * What was written to a file.
   *
   * @param beginning the first 128 bytes of the file as it is now
   */
  public record Written(byte[] beginning, long position, byte[] bytes) {}

  /** All writes, whether they were forced or not. */
  public synchronized List<Written> writes() {
    List<Written> writes = new ArrayList<>();
    for (Event event : events) {
      if (event instanceof Event.Write write) {
        byte[] beginning = Arrays.copyOf(write.inode().content, BEGINNING);
        writes.add(new Written(beginning, write.position(), write.bytes()));
      }
    }
    return writes;
  }

  /** What the disk may hold after a loss of power at any time since {@code mark}. */
  public synchronized Crashes crashes(int mark) {
    return new Crashes(initial, initialInodes, List.copyOf(events), mark);
  }

  @Override
  public synchronized StorageFile create(String name, long size) throws IOException {
    FileName.require(name);
    if (names.containsKey(name)) {
      throw new FileAlreadyExistsException(name);
    }
    Inode inode = new Inode(new byte[Math.toIntExact(size)]);
    names.put(name, inode);
    events.add(new Event.Create(name, inode, Math.toIntExact(size)));
    return new Handle(inode, true);
  }

  @Override
  public synchronized StorageFile open(String name, boolean writable) throws IOException {
    return new Handle(inode(name), writable);
  }

  private Inode inode(String name) throws NoSuchFileException {
    Inode inode = names.get(FileName.require(name));
    if (inode == null) {
      throw new NoSuchFileException(name);
    }
    return inode;
  }

  @Override
  public synchronized List<String> list() {
    return List.copyOf(names.keySet());
  }

  @Override
  public synchronized void rename(String from, String to) throws IOException {
    FileName.require(to);
    Inode inode = inode(from);
    names.remove(from);
    names.put(to, inode);
    events.add(new Event.Rename(from, to, inode));
  }

  @Override
  public synchronized void delete(String name) {
    if (names.remove(FileName.require(name)) != null) {
      events.add(new Event.Delete(name));
    }
  }

  @Override
  public synchronized void force() {
    if (!lying) {
      events.add(new Event.ForceNames());
    }
  }

  @Override
  public synchronized Closeable lock(String name, String holder) {
    if (!locks.add(FileName.require(name))) {
      throw new VaultLockedException(location() + " is open for writing in " + holder);
    }
    return () -> {
      synchronized (this) {
        locks.remove(name);
      }
    };
  }

  @Override
  public String location() {
    return "simulated";
  }

  @Override
  public void close() {}

  private final class Handle implements StorageFile {
    private final Inode inode;
    private final boolean writable;
    private boolean closed;

    private Handle(Inode inode, boolean writable) {
      this.inode = inode;
      this.writable = writable;
    }

    @Override
    public long size() throws IOException {
      synchronized (SimulatedStorage.this) {
        requireOpen();
        return inode.content.length;
      }
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
      synchronized (SimulatedStorage.this) {
        requireOpen();
        int count = (int) Math.min(target.remaining(), inode.content.length - position);
        if (count <= 0) {
          return 0;
        }
        target.put(inode.content, (int) position, count);
        return count;
      }
    }

    @Override
    public void write(long position, ByteBuffer source) throws IOException {
      synchronized (SimulatedStorage.this) {
        requireWritable();
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        inode.content = written(inode.content, position, bytes);
        events.add(new Event.Write(inode, position, bytes));
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      synchronized (SimulatedStorage.this) {
        requireWritable();
        if (size < inode.content.length) {
          inode.content = Arrays.copyOf(inode.content, (int) size);
          events.add(new Event.Truncate(inode, size));
        }
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (SimulatedStorage.this) {
        requireOpen();
        if (!lying) {
          events.add(new Event.Force(inode));
        }
      }
    }

    @Override
    public void close() {
      closed = true;
    }

    private void requireOpen() throws IOException {
      if (closed) {
        throw new ClosedChannelException();
      }
    }

    private void requireWritable() throws IOException {
      requireOpen();
      if (!writable) {
        throw new NonWritableChannelException();
      }
    }
  }

  static byte[] written(byte[] content, long position, byte[] bytes) {
    int end = Math.toIntExact(position + bytes.length);
    byte[] target = end > content.length ? Arrays.copyOf(content, end) : content;
    System.arraycopy(bytes, 0, target, (int) position, bytes.length);
    return target;
  }
}
