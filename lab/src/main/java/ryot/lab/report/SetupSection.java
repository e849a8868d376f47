package ryot.lab.report;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ryot.lab.results.DayReport;
import ryot.lab.results.MachineFingerprint;
import ryot.lab.results.RunResult;
import ryot.lab.results.Subject;

/** What was measured, on what, and how. */
final class SetupSection {
  private static final String GENERATION_METHOD =
      """

        ## How it was measured

        - Each benchmark ran in a JVM of its own, one request at a time: the next prompt is \
        submitted when the last answer is complete (a closed loop). Every prompt goes to a fresh \
        sequence, no two prompts are equal, warm-up prompts are not measured ones, and prompts \
        are drawn by seed %d.
        - A latency begins when the prompt is submitted, which includes making the sequence, and \
        ends with the token in the reader's hands. Exactly the stated number of tokens is \
        generated, greedily, whatever they are.
        """;

  private static final String CODING_METHOD =
      """

        ## How it was measured

        - Each benchmark ran in a JVM of its own, one batch after the other. A batch is drawn from \
        the messages that ship with the lab by seed %d, each message once, in an order of its own.
        - A time is that of coding the whole batch. Decoding it and comparing every byte follows \
        outside the timed part; a batch that does not come back makes the run INVALID.
        - The ratio counts what is stored: payloads and the frames around isolated messages.
        """;

  private static final String COMMON_METHOD =
      """
        - Iterations within one JVM describe that JVM. Comparing two versions takes several forks \
        of each; one day alone does not show a regression.
        - Means have Student's t intervals. Percentiles have distribution-free bounds by order \
        statistics; one that the samples cannot bound at 99 % confidence is printed and marked as \
        not established. The standard deviation's interval is a bootstrap's.
        - A noisy machine only makes a run slower: a PASS stands there, a FAIL becomes UNDECIDED.
        - The profile comes from another fork under a sampler. Shares are of CPU time; intrinsics \
        of the Vector API count for the function that uses them, library code for the component \
        that called it.
        """;

  private SetupSection() {}

  static String render(DayReport report) {
    StringBuilder text = new StringBuilder();
    text.append("\n## What was measured\n\n");
    TextTable model = new TextTable("", "");
    model.row("Model", report.model().name() + " (`" + report.model().file() + "`)");
    model.row("Size", Numbers.bytes((double) report.model().sizeBytes()));
    model.row("SHA-256", "`" + report.model().sha256() + "`");
    Subject subject =
        report.results().stream()
            .map(RunResult::subject)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    if (subject != null) {
      model.row("Engine", subject.name() + ", " + subject.architecture() + " architecture");
      model.row("Kernels", subject.kernels());
      model.row("Threads", Integer.toString(subject.threads()));
      if (subject.contextLength() > 0) {
        model.row(
            "Context", subject.contextLength() + " tokens, keys and values in " + subject.kvType());
      }
      model.row(subject.contextLength() > 0 ? "Prompts" : "Messages", subject.prompts());
      if (subject.note() != null) {
        model.row("Note", subject.note());
      }
    }
    model.row("Revision", "`" + report.revision() + "`");
    text.append(model.markdown("ll"));
    text.append("\n## Machine\n\n").append(machine(report));
    text.append(method(report));
    return text.toString();
  }

  private static String machine(DayReport report) {
    MachineFingerprint machine =
        report.results().isEmpty() ? report.machine() : report.results().getFirst().machine();
    return new TextTable("", "")
        .row(
            "CPU",
            machine.cpu() + ", " + machine.cores() + " cores" + plus(machine.virtualization()))
        .row("SIMD", String.join(" ", machine.simd()))
        .row("Memory", String.format(Locale.ROOT, "%.1f GB", machine.memoryGb()))
        .row("System", machine.os())
        .row("Governor", machine.governor() == null ? "not known" : machine.governor())
        .row("CPU limit", machine.cpuLimit() == null ? "none known" : machine.cpuLimit())
        .row("Java", machine.java())
        .row("JVM", machine.jvm())
        .row("JVM flags of the forks", "`" + String.join(" ", machine.jvmFlags()) + "`")
        .markdown("ll");
  }

  private static String plus(@Nullable String more) {
    return more == null ? "" : ", virtual";
  }

  private static String method(DayReport report) {
    long seed = report.results().isEmpty() ? 0 : report.results().getFirst().promptSeed();
    boolean coding = report.results().stream().anyMatch(r -> r.counted().equals("byte"));
    return (coding ? CODING_METHOD : GENERATION_METHOD).formatted(seed) + COMMON_METHOD;
  }
}
