package ryot.lab.report;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ryot.lab.plan.Counted;
import ryot.lab.results.DayReport;
import ryot.lab.results.MachineFingerprint;
import ryot.lab.results.RunResult;
import ryot.lab.results.Subject;

/** What was measured, on what, and how. */
final class SetupSection {
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
    model.row(model(report), report.model().name() + " (`" + report.model().file() + "`)");
    if (report.model().sizeBytes() > 0) {
      model.row("Size", Numbers.bytes((double) report.model().sizeBytes()));
    }
    model.row("SHA-256", "`" + report.model().sha256() + "`");
    if (counts(report, Counted.TOKEN)) {
      report.results().stream()
          .map(RunResult::subject)
          .filter(Objects::nonNull)
          .findFirst()
          .ifPresent(subject -> engine(subject, model));
    } else {
      report.results().forEach(result -> subject(result, model));
    }
    model.row("Revision", "`" + report.revision() + "`");
    text.append(model.markdown("ll"));
    text.append("\n## Machine\n\n").append(machine(report));
    text.append(method(report));
    return text.toString();
  }

  /** What stands in the place of a model: a model, or ΣLANG's tables. */
  static String model(DayReport report) {
    return report.results().isEmpty() || counts(report, Counted.TOKEN) ? "Model" : "Tables";
  }

  private static void engine(Subject subject, TextTable table) {
    table.row("Engine", subject.name() + ", " + subject.architecture() + " architecture");
    table.row("Kernels", subject.kernels());
    table.row("Threads", Integer.toString(subject.threads()));
    table.row(
        "Context", subject.contextLength() + " tokens, keys and values in " + subject.kvType());
    table.row("Prompts", subject.prompts());
    if (subject.note() != null) {
      table.row("Note", subject.note());
    }
  }

  private static void subject(RunResult result, TextTable table) {
    Subject subject = result.subject();
    if (subject != null) {
      table.row(
          result.benchmarkName(),
          "%s: %s; %s; %d %s; %s%s"
              .formatted(
                  subject.name(),
                  subject.architecture(),
                  subject.kernels(),
                  subject.threads(),
                  subject.threads() == 1 ? "thread" : "threads",
                  subject.prompts(),
                  subject.note() == null ? "" : "; " + subject.note()));
    }
  }

  private static boolean counts(DayReport report, Counted counted) {
    return report.results().stream().anyMatch(result -> result.counted() == counted);
  }

  private static String generationMethod(long seed) {
    return """
        - Each benchmark ran in a JVM of its own, one request at a time: the next prompt is \
        submitted when the last answer is complete (a closed loop). Every prompt goes to a fresh \
        sequence, no two prompts are equal, warm-up prompts are not measured ones, and prompts \
        are drawn by seed %d.
        - A latency begins when the prompt is submitted, which includes making the sequence, and \
        ends with the token in the reader's hands. Exactly the stated number of tokens is \
        generated, greedily, whatever they are.
        """
        .formatted(seed);
  }

  private static String codingMethod(long seed) {
    return """
        - Each benchmark ran in a JVM of its own, one batch after the other. A batch is drawn from \
        the messages that ship with the lab by seed %d, each message once, in an order of its own.
        - A time is that of coding the whole batch. Decoding it and comparing every byte follows \
        outside the timed part; a batch that does not come back makes the run INVALID.
        - The ratio counts what is stored: payloads and the frames around isolated messages.
        """
        .formatted(seed);
  }

  private static String vaultMethod(long seed) {
    return """
        - The vault's benchmarks ran in JVMs of their own, one unit after the other, on a new vault \
        in the results' folder. Units are drawn by seed %d: texts of the messages that ship, \
        token ids, embeddings, and keys and values of up to 256 KiB, which are random numbers.
        - A read is timed until the whole unit is decrypted, authenticated and decoded; the files \
        are in the system's cache. A write is timed until it is safe from a loss of power. Every \
        unit is compared with what was stored, outside the timed part; one that differs makes the \
        run INVALID.
        """
        .formatted(seed);
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
    StringBuilder text = new StringBuilder("\n## How it was measured\n\n");
    if (counts(report, Counted.TOKEN) || report.results().isEmpty()) {
      text.append(generationMethod(seed));
    }
    if (counts(report, Counted.BYTE)) {
      text.append(codingMethod(seed));
    }
    if (counts(report, Counted.UNIT)) {
      text.append(vaultMethod(seed));
    }
    return text.append(COMMON_METHOD).toString();
  }
}
