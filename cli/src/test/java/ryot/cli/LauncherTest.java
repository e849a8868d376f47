package ryot.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher script over a play project: a {@code java} and an {@code mvn} that only say what
 * they were asked, so that a start takes no longer than the script itself.
 */
class LauncherTest {

  private static final String FAKE_JAVA =
      """
      #!/bin/sh
      for word; do
        case $word in
          -Dryot.stderr=3) exec 2>&3 ;;
          -XX:DumpLoadedClassList=*) echo "$*" >"${word#*=}" ;;
          -XX:SharedClassListFile=*) classes=${word#*=} ;;
          -XX:SharedArchiveFile=*)
            [ -z "${NO_ARCHIVES:-}" ] || exit 1
            [ -z "${classes:-}" ] || cp "$classes" "${word#*=}"
            ;;
        esac
      done
      echo "java: $*"
      """;

  private static final String FAKE_MAVEN =
      """
      #!/bin/sh
      echo "mvn $* with $JAVA_HOME" >>"$MAVEN_CALLS"
      [ ! -f fail ] || { echo "[ERROR] Engine.java:[7,1] ';' expected"; exit 1; }
      mkdir -p cli/target/lib
      touch cli/target/cli.jar cli/target/lib/engine.jar
      """;

  private record Outcome(int code, String out, String err) {}

  @TempDir private Path folder;
  private Path project;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void aProject() throws IOException {
    project = Files.createDirectories(folder.resolve("a project"));
    Path launcher = Path.of("..", "ryot").toAbsolutePath().normalize();
    assumeTrue(Files.exists(launcher), "the launcher script is not beside the module");
    Files.copy(launcher, project.resolve("ryot"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.createDirectories(project.resolve(".mvn"));
    Files.createDirectories(project.resolve("cli/src/main"));
    Files.writeString(project.resolve("pom.xml"), "");
    Files.writeString(project.resolve("cli/pom.xml"), "");
    program("bin/mvn", FAKE_MAVEN);
    environment.put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
    environment.put("HOME", folder.toString());
    environment.put("MAVEN_CALLS", folder.resolve("maven.calls").toString());
    environment.put("RYOT_JDKS", folder.resolve("jdks").toString());
    environment.put("JAVA_HOME", jdk("jdk-25", "25.0.3").toString());
  }

  @Test
  void theFirstStartBuildsAndTheSecondDoesNot() throws Exception {
    Outcome first = launch("models", "a b");
    assertThat(first.code()).isZero();
    assertThat(first.err()).contains("building Ryot (the first time downloads libraries");
    assertThat(first.out()).contains("ryot.cli.Main models a b", "cli.jar:", "engine.jar");
    Outcome second = launch("models");
    assertThat(second.err()).isEmpty();
    assertThat(mavenCalls()).hasSize(1);
  }

  @Test
  void theBuildRehearsesAStartAndEveryStartUsesTheArchiveOfItsClasses() throws Exception {
    Outcome first = launch("models");
    Path archive = project.resolve("target/launch/app/ryot.jsa");
    assertThat(archive).content().contains("ryot.cli.Main rehearse " + project.toRealPath());
    assertThat(first.out()).contains("-XX:SharedArchiveFile=" + archive.toRealPath());
    assertThat(launch("models").out()).isEqualTo(first.out());
  }

  @Test
  void whereNoArchiveCanBeMadeAllWorksWithout() throws Exception {
    environment.put("NO_ARCHIVES", "1");
    Outcome outcome = launch("models");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("ryot.cli.Main models").doesNotContain("SharedArchiveFile");
  }

  @Test
  void aNewerSourceIsBuilt() throws Exception {
    launch("models");
    Thread.sleep(20);
    Files.writeString(project.resolve("cli/src/main/New.java"), "");
    assertThat(launch("models").err()).contains("building Ryot…");
    assertThat(mavenCalls()).hasSize(2);
  }

  @Test
  void aFailingBuildShowsTheErrorAndTheLogAndStartsNothing() throws Exception {
    Files.writeString(project.resolve("fail"), "");
    Outcome outcome = launch("models");
    assertThat(outcome.code()).isEqualTo(ExitCode.SETUP);
    assertThat(outcome.err())
        .contains("Engine.java:[7,1] ';' expected", "the build failed; all of it is in")
        .doesNotContain("[ERROR]");
    assertThat(outcome.out()).isEmpty();
    Files.delete(project.resolve("fail"));
    assertThat(launch("models").code()).isZero();
  }

  @Test
  void testsRunWithTheArgumentsAndTheExitCodeOfMaven() throws Exception {
    assertThat(launch("test", "-pl", "engine").code()).isZero();
    assertThat(mavenCalls()).singleElement().asString().contains("verify -pl engine", "jdk-25");
    Files.writeString(project.resolve("fail"), "");
    assertThat(launch("test").code()).isEqualTo(1);
  }

  @Test
  void whatTheTestsBuiltIsNotBuiltAgain() throws Exception {
    launch("test");
    assertThat(launch("models").err()).isEmpty();
    assertThat(mavenCalls()).hasSize(1);
  }

  @Test
  void anOldJavaHomeIsPassedOverForAGoodJdkElsewhere() throws Exception {
    environment.put("JAVA_HOME", jdk("jdk-17", "17.0.9").toString());
    jdk("jdks/a", "27");
    jdk("jdks/b", "26.0.1");
    jdk("jdks/c", "21.0.2");
    launch("models");
    assertThat(mavenCalls()).singleElement().asString().endsWith("jdks/b");
  }

  @Test
  void aRuntimeWithoutCompilerIsNoJdk() throws Exception {
    Path runtime = jdk("jdks/jre", "25.0.1");
    Files.delete(runtime.resolve("bin/javac"));
    environment.put("JAVA_HOME", runtime.toString());
    assertThat(launch("models").err()).contains("no JDK 25 or newer found: install one");
  }

  @Test
  void withoutAJdkOneSentenceSaysWhatToInstall() throws Exception {
    environment.remove("JAVA_HOME");
    environment.put("PATH", toolsWithoutJavaAndMaven());
    Outcome outcome = launch("models");
    assertThat(outcome.code()).isEqualTo(ExitCode.SETUP);
    assertThat(outcome.err())
        .startsWith("ryot: no JDK 25 or newer found: install one")
        .hasLineCount(1);
  }

  @Test
  void withoutMavenOneSentenceSaysWhatToInstall() throws Exception {
    environment.put("PATH", toolsWithoutJavaAndMaven());
    Outcome outcome = launch("models");
    assertThat(outcome.code()).isEqualTo(ExitCode.SETUP);
    assertThat(outcome.err()).startsWith("ryot: building needs Maven 3.8").hasLineCount(1);
  }

  @Test
  void theLockOfADeadBuildIsTakenOver() throws Exception {
    Process dead = new ProcessBuilder("/bin/sh", "-c", "exit 0").start();
    dead.waitFor();
    Files.createDirectories(project.resolve("target/launch"));
    Files.createSymbolicLink(
        project.resolve("target/launch/lock"), Path.of(Long.toString(dead.pid())));
    assertThat(launch("models").code()).isZero();
    assertThat(project.resolve("target/launch/lock")).doesNotExist();
  }

  @Test
  void aSecondLauncherWaitsForTheBuildOfTheFirst() throws Exception {
    Process building = new ProcessBuilder("/bin/sh", "-c", "sleep 2").start();
    Files.createDirectories(project.resolve("target/launch"));
    Path lock = project.resolve("target/launch/lock");
    Files.createSymbolicLink(lock, Path.of(Long.toString(building.pid())));
    Outcome outcome = launch("models");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.err())
        .contains("another ./ryot (process " + building.pid() + ") is building");
    assertThat(building.isAlive()).isFalse();
  }

  @Test
  void itIsFoundThroughALink() throws Exception {
    Files.createSymbolicLink(folder.resolve("bin/ryot"), Path.of("../a project/ryot"));
    Outcome outcome = launch(folder.resolve("bin/ryot"), "models");
    assertThat(outcome.code()).isZero();
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = folder.resolve(name);
    program(name + "/bin/java", FAKE_JAVA);
    program(name + "/bin/javac", "#!/bin/sh\n");
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  private void program(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /** A folder with the tools that the script calls, and neither Java nor Maven. */
  private String toolsWithoutJavaAndMaven() throws IOException {
    for (String tool : List.of("sh", "dirname", "readlink", "uname", "find", "head", "sed")) {
      String real = Files.exists(Path.of("/usr/bin", tool)) ? "/usr/bin/" : "/bin/";
      program("tools/" + tool, "#!/bin/sh\nexec " + real + tool + " \"$@\"\n");
    }
    return folder.resolve("tools").toString();
  }

  private List<String> mavenCalls() throws IOException {
    return Files.readAllLines(folder.resolve("maven.calls"));
  }

  private Outcome launch(String... arguments) throws Exception {
    return launch(project.resolve("ryot"), arguments);
  }

  private Outcome launch(Path script, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("/bin/sh", script.toString()));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Outcome(
        process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }
}
