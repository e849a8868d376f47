package ryot.lab.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where bytes go to; the seam at which a test's disk is full. */
@FunctionalInterface
public interface FileSink {

  /** The file system. */
  FileSink DISK = Files::write;

  /** Writes a new file, wholly or with an exception. */
  void write(Path file, byte[] content) throws IOException;
}
