package ryot.engine.kernel.vector;

import java.util.Optional;
import java.util.Set;
import jdk.incubator.vector.FloatVector;
import ryot.engine.kernel.Arithmetic;
import ryot.engine.kernel.Ceilings;
import ryot.engine.kernel.KernelProvider;
import ryot.engine.kernel.Kernels;

/** Offers the Vector API kernels where the module is present. */
public final class VectorKernelProvider implements KernelProvider {
  private static final String MODULE = "jdk.incubator.vector";

  /** Bits that a vector may have. */
  private static final Set<Integer> WIDTHS = Set.of(128, 256, 512);

  /** Found as a service. */
  public VectorKernelProvider() {}

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public int rank() {
    return 10;
  }

  @Override
  public Optional<String> obstacle() {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return Optional.of("start java with --add-modules " + MODULE);
    }
    int widest = FloatVector.SPECIES_PREFERRED.vectorBitSize();
    int bits = Integer.getInteger(Lanes.PROPERTY, Math.min(widest, 512));
    return WIDTHS.contains(bits) && bits <= widest
        ? Optional.empty()
        : Optional.of(
            "vectors of %d bits are not to be had; this machine has up to %d, at most 512 are used"
                .formatted(bits, widest));
  }

  @Override
  public Kernels create(Kernels slower, Arithmetic arithmetic) {
    obstacle()
        .ifPresent(
            obstacle -> {
              throw new IllegalStateException(obstacle);
            });
    return switch (arithmetic) {
      case FASTEST -> new VectorKernels();
      case REPRODUCIBLE -> new ReproducibleVectorKernels(slower);
    };
  }

  @Override
  public Optional<Ceilings> ceilings() {
    return Optional.of(new VectorCeilings());
  }
}
