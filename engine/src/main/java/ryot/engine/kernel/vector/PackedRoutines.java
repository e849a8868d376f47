package ryot.engine.kernel.vector;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import ryot.engine.tensor.QuantType;

/** The inner loops of a {@link PackedLayout}, each compiled by itself, as {@link WordRoutines}. */
final class PackedRoutines {
  private static final Map<QuantType, PackedRoutines> OF_TYPES = new ConcurrentHashMap<>();

  private static final MethodType MULTIPLY =
      MethodType.methodType(
          void.class, long.class, int.class, float[].class, int.class, long.class, long.class);
  private static final MethodType ADD_SCALED =
      MethodType.methodType(
          void.class,
          long.class,
          int.class,
          long.class,
          float[].class,
          int.class,
          float[].class,
          int.class);

  private final PackedFactors factors;
  private final MethodHandle multiply;
  private final MethodHandle addScaled;

  private PackedRoutines(PackedFactors factors, MethodHandle multiply, MethodHandle addScaled) {
    this.factors = factors;
    this.multiply = multiply;
    this.addScaled = addScaled;
  }

  /** Those of {@code layout}; empty if its weights have to be unpacked. */
  static Optional<PackedRoutines> of(WordLayout layout) {
    return layout instanceof PackedLayout packed
        ? Optional.of(OF_TYPES.computeIfAbsent(layout.type(), _ -> bind(packed)))
        : Optional.empty();
  }

  private static PackedRoutines bind(PackedLayout layout) {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    try {
      return new PackedRoutines(
          layout.factors(),
          lookup.bind(layout, "multiplyPacked", MULTIPLY),
          lookup.bind(layout, "addScaled", ADD_SCALED));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the interface has these methods", e);
    }
  }

  /** The factors that are read. */
  PackedFactors factors() {
    return factors;
  }

  /** As {@link PackedLayout#multiplyPacked}. */
  void multiply(long record, int records, float[] x, int factors, long products, long ahead) {
    try {
      multiply.invokeExact(record, records, x, factors, products, ahead);
    } catch (Throwable e) {
      throw WordRoutines.failed(e);
    }
  }

  /** As {@link PackedLayout#addScaled}. */
  void addScaled(
      long record, int records, long products, float[] x, int first, float[] out, int at) {
    try {
      addScaled.invokeExact(record, records, products, x, first, out, at);
    } catch (Throwable e) {
      throw WordRoutines.failed(e);
    }
  }
}
