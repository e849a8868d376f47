package ryot.models;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** The file system as far as pulls write to it: a port, so that tests can fill a disk. */
interface Disk {

  /** Bytes this process may still write in a folder. */
  long usableBytes(Path folder) throws IOException;

  /** Opens a file for appending after cutting it to a length; creates it where it is missing. */
  Sink append(Path file, long lengthBytes) throws IOException;

  /** Gives a complete and forced file its name: atomically, and so that it survives a power cut. */
  void publish(Path from, Path to) throws IOException;

  /** An open file that is appended to. */
  interface Sink extends Closeable {
    /** Writes all that remains in the buffer. */
    void write(ByteBuffer bytes) throws IOException;

    /** Returns when all that was written is on the device. */
    void force() throws IOException;
  }
}
