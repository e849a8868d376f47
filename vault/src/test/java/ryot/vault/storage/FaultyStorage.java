package ryot.vault.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A storage that fails when it is told to: at the n-th call of those that change the disk, counted
 * from {@link #failAt}, or when a file is made for which {@link #limit} leaves no room.
 */
public final class FaultyStorage implements Storage {
  /** How a call fails. */
  public enum Fault {
    /** Nothing was done. */
    IO_ERROR,
    /** Half of a write was done, in whole sectors; of any other call nothing. */
    HALF_WRITTEN,
    /** There is no room: calls that need some fail from then on. */
    DISK_FULL
  }

  private final Storage storage;
  private Fault fault = Fault.IO_ERROR;
  private int callsUntilFault = Integer.MAX_VALUE;
  private int calls;
  private boolean full;
  private long roomBytes = Long.MAX_VALUE;

  public FaultyStorage(Storage storage) {
    this.storage = storage;
  }

  /** Lets the {@code n}-th call from now fail, counted from 1. */
  public synchronized void failAt(int n, Fault fault) {
    this.fault = fault;
    callsUntilFault = n;
    calls = 0;
    full = false;
  }

  /** From now on a file is only made if there is room for it in {@code bytes} beyond all others. */
  public synchronized void limit(long bytes) throws IOException {
    roomBytes = used() + bytes;
  }

  private long used() throws IOException {
    long used = 0;
    for (String name : storage.list()) {
      try (StorageFile file = storage.open(name, false)) {
        used += file.size();
      }
    }
    return used;
  }

  private synchronized void requireRoom(long bytes) throws IOException {
    if (roomBytes < Long.MAX_VALUE && used() + bytes > roomBytes) {
      throw new OutOfSpaceException("no space left on device (injected)");
    }
  }

  /** Lets all calls pass from now on. */
  public synchronized void heal() {
    roomBytes = Long.MAX_VALUE;
    callsUntilFault = Integer.MAX_VALUE;
    full = false;
  }

  /** Calls that change the disk, since the last {@link #failAt}. */
  public synchronized int calls() {
    return calls;
  }

  /** Whether this call fails. */
  private synchronized boolean fails(boolean takesRoom) {
    calls++;
    if (fault == Fault.DISK_FULL) {
      full |= calls >= callsUntilFault;
      return full && takesRoom;
    }
    return calls == callsUntilFault;
  }

  private IOException failure() {
    return fault == Fault.DISK_FULL
        ? new OutOfSpaceException("no space left on device (injected)")
        : new IOException("input/output error (injected)");
  }

  private void pass(boolean takesRoom) throws IOException {
    if (fails(takesRoom)) {
      throw failure();
    }
  }

  @Override
  public StorageFile create(String name, long size) throws IOException {
    pass(true);
    requireRoom(size);
    return new Handle(storage.create(name, size));
  }

  @Override
  public StorageFile open(String name, boolean writable) throws IOException {
    return new Handle(storage.open(name, writable));
  }

  @Override
  public List<String> list() throws IOException {
    return storage.list();
  }

  @Override
  public void rename(String from, String to) throws IOException {
    pass(false);
    storage.rename(from, to);
  }

  @Override
  public void delete(String name) throws IOException {
    pass(false);
    storage.delete(name);
  }

  @Override
  public void force() throws IOException {
    pass(false);
    storage.force();
  }

  @Override
  public Closeable lock(String name, String holder) throws IOException {
    return storage.lock(name, holder);
  }

  @Override
  public String location() {
    return storage.location();
  }

  @Override
  public void close() throws IOException {
    storage.close();
  }

  private final class Handle implements StorageFile {
    private final StorageFile file;

    private Handle(StorageFile file) {
      this.file = file;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
      return file.read(position, target);
    }

    @Override
    public void write(long position, ByteBuffer source) throws IOException {
      if (fails(false)) {
        if (fault == Fault.HALF_WRITTEN) {
          int half = source.remaining() / 2 / SECTOR * SECTOR;
          file.write(position, source.slice(source.position(), half));
        }
        throw failure();
      }
      file.write(position, source);
    }

    @Override
    public void truncate(long size) throws IOException {
      pass(false);
      file.truncate(size);
    }

    @Override
    public void force() throws IOException {
      pass(false);
      file.force();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
