package ryot.engine.kernel.machine;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Calls of {@link FloatProduct}. Linked when a model first has such weights. */
final class FloatCall {

  @SuppressWarnings("restricted") // called with the code and arguments that its listing names
  private static final MethodHandle HANDLE =
      Linker.nativeLinker()
          .downcallHandle(
              FunctionDescriptor.ofVoid(
                  ValueLayout.JAVA_LONG,
                  ValueLayout.ADDRESS,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.ADDRESS,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG),
              Linker.Option.critical(true));

  private FloatCall() {}

  /**
   * Groups of rows times one tile.
   *
   * @param weights address of the first group
   * @param token the tile's first; {@code xColumns} values of each follow each other in {@code x}
   * @param outOffset where in {@code out} the first row of the first token goes
   */
  static void call(
      MemorySegment code,
      long weights,
      float[] x,
      int token,
      int xColumns,
      float[] out,
      int outOffset,
      int outStride,
      int groups,
      int records) {
    try {
      HANDLE.invokeExact(
          code,
          weights,
          MemorySegment.ofArray(x),
          (long) token * xColumns * Float.BYTES,
          MemorySegment.ofArray(out),
          (long) outOffset * Float.BYTES,
          (long) outStride * Float.BYTES,
          (long) groups,
          (long) records);
    } catch (Throwable e) {
      throw new IllegalStateException("a machine routine could not be called", e);
    }
  }
}
