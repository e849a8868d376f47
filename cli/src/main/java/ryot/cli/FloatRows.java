package ryot.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file of little-endian float32 rows that comes to be whole or not at all: it is written under
 * another name beside its own, and removed unless {@link #publish} was reached.
 */
final class FloatRows implements AutoCloseable {

  private final Path target;
  private final Path part;
  private final OutputStream stream;

  private FloatRows(Path target, Path part, OutputStream stream) {
    this.target = target;
    this.part = part;
    this.stream = stream;
  }

  /** Opens a file that is to be called {@code target}. */
  static FloatRows create(Path target) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new NotDirectoryException(String.valueOf(folder));
    }
    Path part = target.resolveSibling(target.getFileName() + ".part");
    return new FloatRows(
        target, part, new BufferedOutputStream(Files.newOutputStream(part), 1 << 16));
  }

  /** Appends a row; {@code values} is borrowed until return. */
  void write(float[] values) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    try {
      stream.write(bytes.array());
    } catch (IOException e) {
      throw new IOException("cannot write " + target + ": " + e.getMessage(), e);
    }
  }

  /** Gives the file its name. */
  void publish() throws IOException {
    try {
      stream.close();
    } catch (IOException e) {
      throw new IOException("cannot write " + target + ": " + e.getMessage(), e);
    }
    Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  @SuppressWarnings("EmptyCatch")
  public void close() throws IOException {
    try {
      stream.close();
    } catch (IOException e) {
      // what could not be written is thrown away here, and whoever wrote has been told
    }
    Files.deleteIfExists(part);
  }
}
