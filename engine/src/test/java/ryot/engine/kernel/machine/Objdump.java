package ryot.engine.kernel.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ryot.engine.kernel.machine.InstructionForms.Form;

/** The disassembler of GNU binutils, where a machine has it. */
final class Objdump {
  private static final Pattern LINE =
      Pattern.compile("\\s*(?<at>[0-9a-f]+):\\t(?<bytes>(?:[0-9a-f]{2} )+)\\s*(?<text>.*)");
  private static final Pattern JUMP = Pattern.compile("(?<name>j\\w+|call) +0x(?<to>[0-9a-f]+)");

  /** One line of its output: bytes in hex, and what it takes them for. */
  record Line(String hex, String text) {}

  private Objdump() {}

  /** Its name and version; empty text if there is none in the path, or another maker's. */
  static String version() {
    try {
      String first = run("--version").lines().findFirst().orElse("");
      return first.startsWith("GNU objdump") ? first : "";
    } catch (IOException absent) {
      return "";
    }
  }

  /** What it reads in these instructions, one after the other. */
  static List<Line> disassemble(Iterable<Form> forms) throws IOException {
    Path file = Files.createTempFile("assembled", ".bin");
    try {
      try (var out = Files.newOutputStream(file)) {
        for (Form form : forms) {
          out.write(form.bytes());
        }
      }
      String output =
          run("-D", "-w", "-b", "binary", "-m", "i386:x86-64", "-M", "intel", file.toString());
      return output.lines().map(LINE::matcher).filter(Matcher::matches).map(Objdump::line).toList();
    } finally {
      Files.delete(file);
    }
  }

  /** Its text with one space for many, and jump targets relative to the next instruction. */
  private static Line line(Matcher matcher) {
    String hex = matcher.group("bytes").replace(" ", "");
    String text = matcher.group("text").strip().replaceFirst("\\s*# 0x.*", "");
    Matcher jump = JUMP.matcher(text);
    if (jump.matches()) {
      long next = Long.parseLong(matcher.group("at"), 16) + hex.length() / 2;
      long target = Long.parseUnsignedLong(jump.group("to"), 16);
      text = jump.group("name") + " " + Spelling.distance(target - next);
    }
    return new Line(hex, text.replaceAll("\\s+", " "));
  }

  /**
   * Without what follows from the rest: sizes of operands in memory, displacements of zero, and the
   * hint that an instruction which needs EVEX exists in VEX with other operands.
   */
  static String plain(String text) {
    return text.replaceAll("\\w+ BCST (\\[[^]]*])", "$1{bcst}")
        .replaceAll("\\w+ PTR ", "")
        .replace("+0x0]", "]")
        .replaceFirst("^\\{evex} ", "");
  }

  private static String run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("objdump"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var in = process.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
