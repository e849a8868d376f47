package ryot.engine.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * The kernels that run, and why these.
 *
 * @param kernels the fastest available, or the one that was asked for
 * @param reason one line for people
 */
public record KernelChoice(Kernels kernels, String reason) {

  /**
   * System property that forces an implementation by name: {@code scalar}, {@code vector}, {@code
   * machine}.
   */
  public static final String PROPERTY = "ryot.kernels";

  private static final System.Logger LOG = System.getLogger(KernelChoice.class.getName());

  /**
   * The fastest kernels of {@code arithmetic} that run here, or those that {@value #PROPERTY}
   * names.
   *
   * @throws IllegalStateException if the ones asked for are unknown or cannot run; says why
   */
  public static KernelChoice choose(Arithmetic arithmetic) {
    KernelChoice choice =
        choose(providers(), Optional.ofNullable(System.getProperty(PROPERTY)), arithmetic);
    LOG.log(System.Logger.Level.DEBUG, "kernels: {0}", choice.reason());
    return choice;
  }

  static KernelChoice choose(
      List<KernelProvider> providers, Optional<String> forced, Arithmetic arithmetic) {
    if (forced.isPresent()) {
      String why = "asked for by -D" + PROPERTY;
      return create(named(providers, forced.get()), providers, arithmetic, why);
    }
    List<String> obstacles = new ArrayList<>();
    for (KernelProvider provider : providers) {
      Optional<String> obstacle = provider.obstacle();
      if (obstacle.isEmpty()) {
        String why = obstacles.isEmpty() ? "the fastest here" : String.join("; ", obstacles);
        return create(provider, providers, arithmetic, why);
      }
      obstacles.add("no " + provider.name() + " kernels: " + obstacle.get());
    }
    throw new IllegalStateException("no kernels run here: " + String.join("; ", obstacles));
  }

  private static KernelProvider named(List<KernelProvider> providers, String name) {
    KernelProvider provider =
        providers.stream()
            .filter(candidate -> candidate.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "-D%s=%s: unknown; there are %s"
                            .formatted(
                                PROPERTY,
                                name,
                                providers.stream()
                                    .map(KernelProvider::name)
                                    .collect(Collectors.joining(", ")))));
    provider
        .obstacle()
        .ifPresent(
            obstacle -> {
              throw new IllegalStateException("-D%s=%s: %s".formatted(PROPERTY, name, obstacle));
            });
    return provider;
  }

  private static KernelChoice create(
      KernelProvider chosen, List<KernelProvider> providers, Arithmetic arithmetic, String why) {
    Kernels kernels = new ScalarKernels();
    for (KernelProvider provider : providers.reversed()) {
      if (provider.rank() < chosen.rank() && provider.obstacle().isEmpty()) {
        kernels = provider.create(kernels, arithmetic);
      }
    }
    kernels = chosen.create(kernels, arithmetic);
    return new KernelChoice(kernels, kernels.description() + " (" + why + ")");
  }

  /** All there are, the fastest first, whether they run here or not. */
  static List<KernelProvider> providers() {
    List<KernelProvider> found = new ArrayList<>();
    found.add(new ScalarKernelProvider());
    ServiceLoader.load(KernelProvider.class, KernelChoice.class.getClassLoader())
        .forEach(found::add);
    found.sort(Comparator.comparingInt(KernelProvider::rank).reversed());
    return found;
  }
}
