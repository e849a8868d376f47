package ryot.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.foreign.Linker;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The walls of {@code docs/architecture.md}, checked on the compiled classes of every module. */
class ArchitectureTest {

  /**
   * Package → packages it may name directly; what lies below those is open to it too. A package
   * that is missing here fails the test: a new one is given its place before it is used.
   */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry(
              "cli",
              Set.of(
                  "lab",
                  "lang.wire",
                  "models",
                  "engine",
                  "neural",
                  "recall",
                  "embed.minilm",
                  "vault")),
          Map.entry("lab", Set.of("models", "lab.measure", "lab.report", "lab.bench", "lab.codec")),
          Map.entry("lab.codec", Set.of("lang.wire", "vault")),
          Map.entry("lab.bench", Set.of("lab.measure")),
          Map.entry("lab.measure", Set.of("lab.workload", "lab.profile", "lab.plan")),
          Map.entry("lab.workload", Set.of("engine", "lab.codec", "lab.results")),
          Map.entry("lab.profile", Set.of("lab.results")),
          Map.entry("lab.report", Set.of("lab.results")),
          Map.entry("lab.results", Set.of("lab.plan", "lab.statistics")),
          Map.entry("lab.plan", Set.of()),
          Map.entry("lab.statistics", Set.of()),
          Map.entry("models", Set.of()),
          Map.entry("embed", Set.of()),
          Map.entry("embed.minilm", Set.of("embed", "engine.tokenizer")),
          Map.entry("neural", Set.of("lang", "lang.reduce", "engine")),
          Map.entry("lang", Set.of()),
          Map.entry("lang.model", Set.of("lang", "lang.token", "lang.entropy")),
          Map.entry("lang.wire", Set.of("lang.model", "lang.zstd")),
          Map.entry("lang.reduce", Set.of()),
          Map.entry("lang.zstd", Set.of("lang")),
          Map.entry("lang.token", Set.of()),
          Map.entry("lang.entropy", Set.of()),
          Map.entry("recall", Set.of("engine", "vault")),
          Map.entry("vault", Set.of("vault.log")),
          Map.entry("vault.log", Set.of("vault.seal")),
          Map.entry("vault.seal", Set.of("vault.storage")),
          Map.entry("vault.storage", Set.of()),
          Map.entry("testkit", Set.of()),
          Map.entry("engine", Set.of("engine.load", "engine.generate", "engine.chat")),
          Map.entry(
              "engine.load",
              Set.of("engine.gguf", "engine.tokenizer", "engine.model", "engine.kernel")),
          Map.entry(
              "engine.generate",
              Set.of("engine.model", "engine.cache", "engine.sample", "engine.tokenizer")),
          Map.entry("engine.chat", Set.of("engine.tokenizer")),
          Map.entry("engine.model", Set.of("engine.kernel", "engine.cache")),
          Map.entry("engine.kernel", Set.of("engine.kernel.format", "engine.tensor")),
          Map.entry("engine.kernel.format", Set.of("engine.tensor")),
          Map.entry("engine.kernel.vector", Set.of("engine.kernel")),
          Map.entry("engine.kernel.machine", Set.of("engine.kernel")),
          Map.entry("engine.cache", Set.of("engine.tensor")),
          Map.entry("engine.sample", Set.of("engine.tensor")),
          Map.entry("engine.gguf", Set.of("engine.tensor")),
          Map.entry("engine.tensor", Set.of()),
          Map.entry("engine.tokenizer", Set.of()));

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("ryot");

  @Test
  void everyPackageHasItsPlace() {
    Set<String> packages =
        OURS.stream()
            .map(ArchitectureTest::packageOf)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(ARROWS.keySet()).containsAll(packages);
  }

  @Test
  void arrowsPointOneWay() {
    for (String from : ARROWS.keySet()) {
      Set<String> allowed = reachable(from);
      ArchRule rule =
          noClasses()
              .that(describe("are in " + from, type -> packageOf(type).equals(from)))
              .should()
              .dependOnClassesThat(
                  describe(
                      "are ours and not in " + new TreeSet<>(allowed),
                      type -> isOurs(type) && !allowed.contains(packageOf(type))))
              .allowEmptyShould(true);
      rule.check(OURS);
    }
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching("ryot.(**)").should().beFreeOfCycles().check(OURS);
  }

  @Test
  void theVectorApiStaysInOnePackage() {
    only("ryot.engine.kernel.vector", "jdk.incubator.vector..").check(OURS);
  }

  @Test
  void onlyMachineKernelsCallWhatIsNotJava() {
    noClasses()
        .that()
        .resideOutsideOfPackage("ryot.engine.kernel.machine")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Linker.class)
        .check(OURS);
  }

  @Test
  void jsonIsSpokenOnlyWhereItIsRead() {
    noClasses()
        .that(resideInAPackage("ryot.engine..").or(resideInAPackage("ryot.testkit..")))
        .should()
        .dependOnClassesThat(resideInAPackage("tools.jackson.."))
        .check(OURS);
  }

  @Test
  void loggingIsOnlyWhereAllowed() {
    classes()
        .that(
            describe(
                "log",
                (JavaClass type) ->
                    type.getDirectDependenciesFromSelf().stream()
                        .anyMatch(
                            d ->
                                d.getTargetClass()
                                    .getName()
                                    .startsWith("java.lang.System$Logger"))))
        .should()
        .resideInAnyPackage("ryot.cli", "ryot.lab..", "ryot.engine.kernel")
        .allowEmptyShould(true)
        .check(OURS);
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("ryot.embed.GraphIndex") // which silences a library
        .should()
        .dependOnClassesThat(resideInAPackage("java.util.logging"))
        .check(OURS);
  }

  @Test
  void theEngineStandsOnTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage("ryot.engine..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("ryot.engine..", "java..", "jdk.incubator.vector..", "org.jspecify..")
        .check(OURS);
  }

  @Test
  void onlyTheCommandLineTalksToTheTerminal() {
    noClasses()
        .that()
        .resideOutsideOfPackage("ryot.cli")
        .and()
        .doNotHaveSimpleName("ForkMain") // the root of a process of its own, whose parent listens
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(OURS);
  }

  private static ArchRule only(String owner, String what) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(owner)
        .should()
        .dependOnClassesThat(resideInAPackage(what));
  }

  /** The packages that {@code from} may name: itself, its arrows, and what lies below. */
  private static Set<String> reachable(String from) {
    Set<String> reached = new HashSet<>();
    collect(from, reached);
    return reached;
  }

  private static void collect(String from, Set<String> reached) {
    if (reached.add(from)) {
      for (String next : ARROWS.getOrDefault(from, Set.of())) {
        collect(next, reached);
      }
    }
  }

  private static boolean isOurs(JavaClass type) {
    return type.getPackageName().startsWith("ryot");
  }

  private static String packageOf(JavaClass type) {
    return type.getPackageName().substring("ryot.".length());
  }
}
