package ryot.engine.kernel.machine;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import ryot.engine.kernel.Ceilings;
import ryot.engine.kernel.KernelProvider;
import ryot.engine.kernel.Kernels;

/** Offers machine code where the processor and the operating system allow it. */
public final class MachineKernelProvider implements KernelProvider {

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
    CpuFeatures cpu = CpuFeatures.detect();
    if (cpu.obstacle().isPresent()) {
      return cpu.obstacle();
    }
    Optional<Level> highest = Level.of(cpu);
    if (highest.isEmpty()) {
      return Optional.of("this processor has no AVX2");
    }
    String forced = System.getProperty(Level.PROPERTY);
    if (forced == null) {
      return Optional.empty();
    }
    Optional<Level> level = named(forced);
    if (level.isEmpty()) {
      return Optional.of("-D%s=%s: there are %s".formatted(Level.PROPERTY, forced, names()));
    }
    return level.get().compareTo(highest.get()) > 0
        ? Optional.of("this processor has no " + level.get().description())
        : Optional.empty();
  }

  @Override
  public Kernels create(Kernels slower) {
    obstacle()
        .ifPresent(
            obstacle -> {
              throw new IllegalStateException(obstacle);
            });
    return new MachineKernels(level(), slower);
  }

  @Override
  public Optional<Ceilings> ceilings() {
    return Optional.of(new MachineCeilings(level()));
  }

  private static Level level() {
    return Optional.ofNullable(System.getProperty(Level.PROPERTY))
        .flatMap(MachineKernelProvider::named)
        .or(MachineKernelProvider::highestLevel)
        .orElseThrow();
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
