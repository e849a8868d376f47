package ryot.engine.kernel.vector;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** The loops of {@link TileProduct}, each compiled by itself, as {@link WordRoutines}. */
final class TileRoutines {

  /** Those of all matrices. */
  static final TileRoutines ALL = new TileRoutines();

  private final MethodHandle widen = find("widen", long.class, int.class, long.class);

  private final MethodHandle multiply =
      find("multiply", long.class, int.class, long.class, long.class);

  private final MethodHandle addScaled =
      find("addScaled", long.class, int.class, long.class, long.class, long.class);

  private TileRoutines() {}

  private static MethodHandle find(String name, Class<?>... parameters) {
    try {
      return MethodHandles.lookup()
          .findStatic(TileProduct.class, name, MethodType.methodType(void.class, parameters));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the class has these methods", e);
    }
  }

  /** As {@link TileProduct#widen}. */
  void widen(long unpacked, int blocks, long weights) {
    try {
      widen.invokeExact(unpacked, blocks, weights);
    } catch (Throwable e) {
      throw WordRoutines.failed(e);
    }
  }

  /** As {@link TileProduct#multiply}. */
  void multiply(long weights, int blocks, long x, long exact) {
    try {
      multiply.invokeExact(weights, blocks, x, exact);
    } catch (Throwable e) {
      throw WordRoutines.failed(e);
    }
  }

  /** As {@link TileProduct#addScaled}. */
  void addScaled(long exact, int blocks, long unpacked, long scales, long sums) {
    try {
      addScaled.invokeExact(exact, blocks, unpacked, scales, sums);
    } catch (Throwable e) {
      throw WordRoutines.failed(e);
    }
  }
}
