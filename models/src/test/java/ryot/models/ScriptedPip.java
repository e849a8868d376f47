package ryot.models;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A shell script in place of pip: what it does when it is told to download is up to the test. */
final class ScriptedPip {

  private ScriptedPip() {}

  /**
   * The command of a pip.
   *
   * @param folder where the script and what it needs are put
   * @param download shell commands; {@code $dest} is the folder that pip was told
   */
  static List<String> command(Path folder, String download) throws IOException {
    Path script = Files.createTempFile(folder, "pip", ".sh");
    Files.writeString(
        script,
        """
        if [ "$1" = --version ]; then echo "pip 99 (scripted)"; exit 0; fi
        echo "$@" > "%1$s.arguments"
        while [ $# -gt 0 ]; do if [ "$1" = --dest ]; then dest="$2"; fi; shift; done
        %2$s
        """
            .formatted(script, download));
    return List.of("sh", script.toString());
  }

  static Pip of(List<String> command) {
    return new Pip(List.of(command), Duration.ofSeconds(20));
  }

  /** Shell commands that deliver a wheel with one entry. */
  static String delivering(Path folder, String entry, byte[] content) throws IOException {
    Path wheel = Files.createTempFile(folder, "packed", ".zip");
    try (OutputStream file = Files.newOutputStream(wheel);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      zip.putNextEntry(new ZipEntry("llm_tiny/__init__.py"));
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(content);
    }
    return "cp '" + wheel + "' \"$dest/llm_tiny-1.0-py3-none-any.whl\"";
  }
}
