package ryot.engine.kernel.vector;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import ryot.engine.tensor.QuantType;

/**
 * The inner loops of a {@link WordLayout}, each compiled by itself.
 *
 * <p>They are called through handles in fields, which the JIT compiler cannot see through. Inlined
 * into one method, as it would like to, they pass the number of nodes at which it stops inlining
 * (18,000); whatever vector operation that leaves out allocates its vectors, and all is ten times
 * as slow.
 *
 * <p>All matrices of a type share them: the JVM compiles each handle that is called often for
 * itself, and a model has some hundred matrices.
 */
final class WordRoutines {
  private static final Map<QuantType, WordRoutines> OF_TYPES = new ConcurrentHashMap<>();

  private final MethodHandle unpack;
  private final MethodHandle multiply;

  private WordRoutines(MethodHandle unpack, MethodHandle multiply) {
    this.unpack = unpack;
    this.multiply = multiply;
  }

  /** Those of {@code layout}. */
  static WordRoutines of(WordLayout layout) {
    return OF_TYPES.computeIfAbsent(layout.type(), _ -> bind(layout));
  }

  private static WordRoutines bind(WordLayout layout) {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    try {
      return new WordRoutines(
          lookup.bind(
              layout,
              "unpack",
              MethodType.methodType(void.class, long.class, int.class, long.class, long.class)),
          lookup.bind(
              layout,
              "multiply",
              MethodType.methodType(
                  void.class,
                  long.class,
                  int.class,
                  float[].class,
                  int.class,
                  float[].class,
                  int.class)));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the interface has these methods", e);
    }
  }

  /** As {@link WordLayout#unpack}. */
  void unpack(long record, int records, long unpacked, long ahead) {
    try {
      unpack.invokeExact(record, records, unpacked, ahead);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** As {@link WordLayout#multiply}. */
  void multiply(long unpacked, int blocks, float[] x, int first, float[] out, int at) {
    try {
      multiply.invokeExact(unpacked, blocks, x, first, out, at);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static IllegalStateException failed(Throwable cause) {
    return new IllegalStateException("a vector routine failed", cause);
  }
}
