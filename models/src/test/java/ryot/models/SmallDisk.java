package ryot.models;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A disk that says it has room, and is full after so many bytes all the same. */
final class SmallDisk implements Disk {

  private final Disk disk = new LocalDisk();
  private final long usableBytes;
  private long leftBytes;

  /**
   * A disk.
   *
   * @param usableBytes what it says it has
   * @param leftBytes what it really has
   */
  SmallDisk(long usableBytes, long leftBytes) {
    this.usableBytes = usableBytes;
    this.leftBytes = leftBytes;
  }

  @Override
  public long usableBytes(Path folder) {
    return usableBytes;
  }

  @Override
  public Sink append(Path file, long lengthBytes) throws IOException {
    Sink sink = disk.append(file, lengthBytes);
    return new Sink() {
      @Override
      public void write(ByteBuffer bytes) throws IOException {
        int fits = (int) Math.min(leftBytes, bytes.remaining());
        sink.write(bytes.slice(bytes.position(), fits));
        leftBytes -= fits;
        if (fits < bytes.remaining()) {
          throw new IOException("No space left on device");
        }
      }

      @Override
      public void force() throws IOException {
        sink.force();
      }

      @Override
      public void close() throws IOException {
        sink.close();
      }
    };
  }

  @Override
  public void publish(Path from, Path to) throws IOException {
    disk.publish(from, to);
  }
}
