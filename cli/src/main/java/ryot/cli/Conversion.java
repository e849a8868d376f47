package ryot.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * From a file or standard input into a file or standard output, with progress. A file appears whole
 * or not at all, and what is there already is only replaced when that is asked for. Whoever is
 * interrupted stops at the next piece of input, and replaces nothing.
 *
 * @param from empty for standard input
 * @param to empty for standard output
 */
record Conversion(@Nullable Path from, @Nullable Path to, boolean replace) {

  private static final long DRAW_EVERY_NANOS = 100_000_000;

  /** Bytes read and written. */
  record Sizes(long in, long out) {}

  /** What happens on the way. */
  @FunctionalInterface
  interface Step {
    /**
     * Copies all of {@code in} to {@code out}, changed as it pleases. Both are lent: closing {@code
     * out} flushes it.
     */
    void run(InputStream in, OutputStream out) throws IOException;
  }

  /** What is not read from a stream. */
  @FunctionalInterface
  interface Source {
    void write(OutputStream out) throws IOException;
  }

  /** Converts; a terminal shows how far it is. */
  Sizes run(Terminal terminal, Step step) throws IOException {
    try (StatusLine status = new StatusLine(terminal)) {
      return run(terminal, status::draw, step);
    }
  }

  /** Converts, and tells {@code place} now and then how far it is. */
  Sizes run(Terminal terminal, Consumer<String> place, Step step) throws IOException {
    if (to != null) {
      requireFree(to, replace);
    }
    long expected = from == null ? -1 : Files.size(from);
    try (Counted in =
        new Counted(from == null ? terminal.in() : Files.newInputStream(from), place, expected)) {
      long written = to == null ? write(terminal, in, step) : write(to, in, step);
      return new Sizes(in.count, written);
    }
  }

  /** Writes what comes from elsewhere than a file or pipe. */
  void deliver(Terminal terminal, Source source) throws IOException {
    if (to != null) {
      requireFree(to, replace);
    }
    Step step = (_, out) -> source.write(out);
    if (to == null) {
      write(terminal, InputStream.nullInputStream(), step);
    } else {
      write(to, InputStream.nullInputStream(), step);
    }
  }

  /** Refuses a target that is there already, unless it may be replaced. */
  static void requireFree(Path target, boolean replace) throws IOException {
    if (!replace && Files.exists(target)) {
      throw new FileAlreadyExistsException(target.toString());
    }
  }

  private static long write(Terminal terminal, InputStream in, Step step) throws IOException {
    Counting out = new Counting(terminal.out());
    step.run(in, out);
    terminal.out().flush();
    if (terminal.out().checkError()) {
      throw new IOException("standard output cannot be written to any more");
    }
    return out.count;
  }

  private static long write(Path target, InputStream in, Step step) throws IOException {
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      long written;
      try (OutputStream file = Files.newOutputStream(part)) {
        Counting out = new Counting(file);
        step.run(in, out);
        written = out.count;
      }
      requireUninterrupted();
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
      return written;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /**
   * Writes a file that only its owner may read, where the file system knows owners. A file that was
   * there stays until the new one is whole beside it, and for good if the thread is interrupted
   * before that.
   */
  static void writePrivately(Path file, byte[] content) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.deleteIfExists(part);
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Set<PosixFilePermission> owner =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        Files.createFile(part, PosixFilePermissions.asFileAttribute(owner));
      }
      Files.write(part, content);
      requireUninterrupted();
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** The JDK's streams of files do not heed interrupts themselves. */
  private static void requireUninterrupted() throws InterruptedIOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted");
    }
  }

  /** Counts what is read, shows it, and heeds interrupts. */
  private static final class Counted extends InputStream {
    private final InputStream in;
    private final Consumer<String> place;
    private final long expected;
    private final long began = System.nanoTime();
    private long drawn;
    private long count;

    Counted(InputStream in, Consumer<String> place, long expected) {
      this.in = in;
      this.place = place;
      this.expected = expected;
    }

    @Override
    public int read() throws IOException {
      int value = in.read();
      count += value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      requireUninterrupted();
      int read = in.read(bytes, from, length);
      count += Math.max(read, 0);
      long now = System.nanoTime();
      if (now - drawn > DRAW_EVERY_NANOS) {
        drawn = now;
        String done = Figures.size(count);
        String rate = "  " + Figures.size((long) (count / ((now - began) / 1e9))) + "/s";
        place.accept(
            expected <= 0
                ? done + rate
                : Bar.of(Math.min(1, (double) count / expected)) + " " + done + rate);
      }
      return read;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  /** Counts what is written, and stays open for whoever lent it. */
  private static final class Counting extends OutputStream {
    private final OutputStream out;
    private long count;

    Counting(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
      out.write(value);
      count++;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      count += length;
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.flush();
    }
  }
}
