package ryot.lab.measure;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How a fork is started: this process's own java binary and class path, and the flags that the
 * launcher gives.
 *
 * @param java the binary
 * @param flags JVM flags
 * @param classPath as {@code -cp} takes it
 * @param mainClass entry point, which speaks the fork protocol
 */
public record ForkCommand(Path java, List<String> flags, String classPath, String mainClass) {

  private static final List<String> FLAGS =
      List.of(
          "--add-modules",
          "jdk.incubator.vector",
          "--enable-native-access=ALL-UNNAMED",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:+DebugNonSafepoints",
          // Standard output is the record stream; the JVM's own messages must not get into it.
          "-Xlog:disable",
          "-Xlog:all=warning:stderr",
          "-Djava.awt.headless=true");

  private static final Pattern INHERITED =
      Pattern.compile(
          "-XX:[+-]Use\\w+GC|-XX:UseAVX=\\d+|-Xm[nsx].+"
              + "|-Dryot\\.(kernels|machine\\.level|vector\\.bits)=.+");

  public ForkCommand {
    flags = List.copyOf(flags);
  }

  /**
   * A fork of this process.
   *
   * @param crashFolder where the JVM leaves its {@code hs_err} file if it crashes
   */
  public static ForkCommand ofThisProcess(Path crashFolder, List<String> moreFlags) {
    List<String> flags = new ArrayList<>(FLAGS);
    flags.addAll(inherited(ManagementFactory.getRuntimeMXBean().getInputArguments()));
    flags.add("-XX:ErrorFile=" + crashFolder.resolve("hs_err_pid%p.log"));
    flags.addAll(moreFlags);
    return new ForkCommand(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        flags,
        System.getProperty("java.class.path"),
        ForkMain.class.getName());
  }

  /**
   * Those of this process's {@code arguments} that decide how a fork computes: collector, heap,
   * vector instructions, kernels.
   */
  static List<String> inherited(List<String> arguments) {
    return arguments.stream().filter(argument -> INHERITED.matcher(argument).matches()).toList();
  }

  List<String> line() {
    List<String> line = new ArrayList<>();
    line.add(java.toString());
    line.addAll(flags);
    line.add("-cp");
    line.add(classPath);
    line.add(mainClass);
    return line;
  }
}
