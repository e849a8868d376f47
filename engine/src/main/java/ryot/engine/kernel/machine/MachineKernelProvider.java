package ryot.engine.kernel.machine;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import ryot.engine.kernel.Arithmetic;
import ryot.engine.kernel.Ceilings;
import ryot.engine.kernel.KernelProvider;
import ryot.engine.kernel.Kernels;

/** Offers machine code where the processor and the operating system allow it. */
public final class MachineKernelProvider implements KernelProvider {

  /** Which level is to run, or why none can. */
  private record Answer(Optional<Level> level, Optional<String> obstacle) {
    static Answer no(String obstacle) {
      return new Answer(Optional.empty(), Optional.of(obstacle));
    }
  }

  /** Once asked for: finding it out runs code of its own. */
  private volatile @Nullable Answer answer;

  /** Found as a service. */
  public MachineKernelProvider() {}

  @Override
  public String name() {
    return "machine";
  }

  @Override
  public int rank() {
    return 20;
  }

  @Override
  public Optional<String> obstacle() {
    return answer().obstacle();
  }

  /** What machine code computes is reproducible; the rest is the next kernels' to keep. */
  @Override
  public Kernels create(Kernels slower, Arithmetic arithmetic) {
    return new MachineKernels(requireLevel(), slower);
  }

  @Override
  public Optional<Ceilings> ceilings() {
    return Optional.of(new MachineCeilings(requireLevel()));
  }

  private Level requireLevel() {
    return answer().level().orElseThrow(() -> new IllegalStateException(obstacle().orElseThrow()));
  }

  private Answer answer() {
    Answer found = answer;
    if (found == null) {
      found = ask();
      answer = found;
    }
    return found;
  }

  private static Answer ask() {
    CpuFeatures cpu = CpuFeatures.detect();
    if (cpu.obstacle().isPresent()) {
      return Answer.no(cpu.obstacle().get());
    }
    Optional<Level> highest = Level.of(cpu);
    if (highest.isEmpty()) {
      return Answer.no("this processor has no AVX2");
    }
    String forced = System.getProperty(Level.PROPERTY);
    if (forced == null) {
      return new Answer(highest, Optional.empty());
    }
    Optional<Level> level = named(forced);
    if (level.isEmpty()) {
      return Answer.no("-D%s=%s: there are %s".formatted(Level.PROPERTY, forced, names()));
    }
    return level.get().compareTo(highest.get()) > 0
        ? Answer.no("this processor has no " + level.get().description())
        : new Answer(level, Optional.empty());
  }

  /** The highest level that runs here. */
  static Optional<Level> highestLevel() {
    return Level.of(CpuFeatures.detect());
  }

  private static Optional<Level> named(String name) {
    return Arrays.stream(Level.values()).filter(level -> name(level).equals(name)).findFirst();
  }

  private static String names() {
    return Arrays.stream(Level.values())
        .map(MachineKernelProvider::name)
        .collect(Collectors.joining(", "));
  }

  private static String name(Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }
}
