package ryot.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The command line in a JVM of its own, as the launcher starts it, with an empty model store. */
final class CliProcess {

  private static final String JVM_NOTICE = "WARNING: Using incubator modules";

  private final Process process;
  private final Path out;
  private final Path err;

  private CliProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts a command.
   *
   * @param folder working folder, which also gets its output and its models
   */
  static CliProcess start(Path folder, String... arguments) throws IOException {
    Path models = folder.resolve("models");
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "ryot.cli.Main"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("RYOT_MODELS", models.toString());
    builder.environment().put("RYOT_HUB", "http://127.0.0.1:1");
    builder.environment().put("PATH", folder.toString());
    builder.environment().remove("RYOT_DEBUG");
    builder.environment().remove("RYOT_VAULT");
    builder.environment().remove("RYOT_VAULT_PASSPHRASE");
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return new CliProcess(builder.start(), out, err);
  }

  /** Writes {@code text} to its standard input and closes that. */
  CliProcess type(String text) throws IOException {
    process.getOutputStream().write(text.getBytes(UTF_8));
    process.getOutputStream().close();
    return this;
  }

  /** Writes to its standard input, which stays open. */
  CliProcess write(byte[] bytes) throws IOException {
    process.getOutputStream().write(bytes);
    process.getOutputStream().flush();
    return this;
  }

  /** The process's number. */
  long pid() {
    return process.pid();
  }

  /** Waits until it has written so much text to standard output. */
  CliProcess awaitOutput(int characters) throws IOException, InterruptedException {
    for (int waited = 0; out().length() < characters; waited++) {
      assertThat(waited).as("waited for output; %s", err()).isLessThan(600);
      assertThat(process.isAlive()).as("ended too early: %s", err()).isTrue();
      Thread.sleep(100);
    }
    return this;
  }

  /** Waits until standard error has {@code text}. */
  CliProcess awaitError(String text) throws IOException, InterruptedException {
    for (int waited = 0; !err().contains(text); waited++) {
      assertThat(waited).as("waited for %s; %s", text, err()).isLessThan(600);
      assertThat(process.isAlive()).as("ended too early: %s", err()).isTrue();
      Thread.sleep(100);
    }
    return this;
  }

  /** The processes that it has started and that still run. */
  List<ProcessHandle> children() {
    return process.descendants().toList();
  }

  /** Sends a signal: {@code INT}, {@code TERM}. */
  CliProcess signal(String name) throws IOException, InterruptedException {
    int code =
        new ProcessBuilder("/bin/kill", "-" + name, Long.toString(process.pid()))
            .inheritIO()
            .start()
            .waitFor();
    assertThat(code).isZero();
    return this;
  }

  /** Whether it still runs. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it at once, as nothing in it can prevent, and waits until it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Waits for its end. */
  Cli.Outcome finish() throws IOException, InterruptedException {
    boolean ended = process.waitFor(120, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).as("it did not end; %s%s", out(), err()).isTrue();
    return new Cli.Outcome(process.exitValue(), out(), err());
  }

  private String out() throws IOException {
    return Files.readString(out);
  }

  /** Standard error without the JVM's own line, which the launcher keeps from people. */
  private String err() throws IOException {
    return Files.readString(err)
        .lines()
        .filter(line -> !line.startsWith(JVM_NOTICE))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }
}
