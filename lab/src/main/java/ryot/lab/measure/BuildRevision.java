package ryot.lab.measure;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import org.jspecify.annotations.Nullable;

/** Which state of the sources is running, as git names it. */
public final class BuildRevision {

  private BuildRevision() {}

  /**
   * The commit checked out around the running code, with {@code -modified} when tracked files
   * differ from it; {@code unknown} outside a clone or without git.
   */
  public static String find() {
    Path folder = checkout();
    if (folder == null) {
      return "unknown";
    }
    String commit = git(folder, "rev-parse", "HEAD");
    if (commit == null || commit.isEmpty()) {
      return "unknown";
    }
    String changes = git(folder, "status", "--porcelain", "--untracked-files=no");
    return changes == null || changes.isEmpty() ? commit : commit + "-modified";
  }

  private static @Nullable Path checkout() {
    CodeSource source = BuildRevision.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      return null;
    }
    try {
      Path folder = Path.of(source.getLocation().toURI()).toAbsolutePath();
      while (folder != null && !Files.exists(folder.resolve(".git"))) {
        folder = folder.getParent();
      }
      return folder;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static @Nullable String git(Path folder, String... arguments) {
    String[] command = new String[arguments.length + 3];
    command[0] = "git";
    command[1] = "-C";
    command[2] = folder.toString();
    System.arraycopy(arguments, 0, command, 3, arguments.length);
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? text.strip() : null;
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
