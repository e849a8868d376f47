package ryot.engine.kernel.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import ryot.engine.kernel.machine.InstructionForms.Form;

/**
 * Every form of every instruction against a disassembler that knows nothing of us: GNU objdump, as
 * it once read our bytes (golden files, on every machine), and as it reads them now where it is
 * installed. The files are rewritten only by {@code -Dryot.golden.rewrite=true}, into the source
 * folder and from objdump's own output; the comparison is made then too.
 */
class AssemblerGoldenTest {
  private static final boolean REWRITE = Boolean.getBoolean("ryot.golden.rewrite");
  private static final Path SOURCE = Path.of("src/test/resources/golden/machine");

  /** Differences shown of a family; one usually brings many. */
  private static final int SHOWN = 20;

  static final List<Class<?>> FAMILIES = InstructionForms.FAMILIES;

  @ParameterizedTest
  @FieldSource("FAMILIES")
  void everyFormIsWhatTheDisassemblerOnceReadInIt(Class<?> family) throws IOException {
    Collection<Form> forms = InstructionForms.of(family);
    if (REWRITE) {
      rewrite(family, forms);
    }
    assertReads(forms, golden(family));
  }

  @ParameterizedTest
  @FieldSource("FAMILIES")
  void everyFormIsWhatTheDisassemblerHereReadsInIt(Class<?> family) throws IOException {
    assumeFalse(Objdump.version().isEmpty(), "no GNU objdump in the path");
    Collection<Form> forms = InstructionForms.of(family);
    assertReads(forms, Objdump.disassemble(forms));
  }

  private static void assertReads(Collection<Form> forms, List<Objdump.Line> lines) {
    Set<String> ours = new LinkedHashSet<>();
    forms.forEach(form -> ours.add(hex(form) + " " + form.text()));
    Set<String> theirs = new LinkedHashSet<>();
    lines.forEach(line -> theirs.add(line.hex() + " " + Objdump.plain(line.text())));
    assertThat(without(ours, theirs)).as("assembled, and not so read").isEmpty();
    assertThat(without(theirs, ours)).as("read, and not so assembled").isEmpty();
    assertThat(forms).hasSameSizeAs(lines);
  }

  private static List<String> without(Set<String> these, Set<String> those) {
    return these.stream().filter(text -> !those.contains(text)).limit(SHOWN).toList();
  }

  private static String hex(Form form) {
    return HexFormat.of().formatHex(form.bytes());
  }

  private static List<Objdump.Line> golden(Class<?> family) throws IOException {
    if (REWRITE) {
      return parse(Files.readString(SOURCE.resolve(fileName(family))));
    }
    String name = "/golden/machine/" + fileName(family);
    try (@Nullable InputStream in = AssemblerGoldenTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return parse(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
    }
  }

  private static List<Objdump.Line> parse(String text) {
    return text.lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("\t", 2))
        .map(parts -> new Objdump.Line(parts[0], parts[1]))
        .toList();
  }

  private static void rewrite(Class<?> family, Collection<Form> forms) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("# Read by %s, -M intel: bytes, text\n".formatted(Objdump.version()));
    text.append("# (one space for many; targets of jumps relative to the next instruction).\n");
    for (Objdump.Line line : Objdump.disassemble(forms)) {
      text.append(line.hex()).append('\t').append(line.text()).append('\n');
    }
    Files.createDirectories(SOURCE);
    Files.writeString(SOURCE.resolve(fileName(family)), text);
  }

  private static String fileName(Class<?> family) {
    return family.getSimpleName() + ".txt";
  }
}
