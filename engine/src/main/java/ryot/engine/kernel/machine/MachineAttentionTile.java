package ryot.engine.kernel.machine;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import ryot.engine.kernel.AttentionTile;

/** Attention in machine code: see {@link BlockAttention}. */
final class MachineAttentionTile extends AttentionTile {

  @SuppressWarnings("restricted") // called with the code and arguments that its listing names
  private static final MethodHandle ATTEND =
      Linker.nativeLinker()
          .downcallHandle(
              FunctionDescriptor.ofVoid(
                  ValueLayout.ADDRESS,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.ADDRESS,
                  ValueLayout.ADDRESS,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG),
              Linker.Option.critical(true));

  private final MemorySegment tile = MemorySegment.ofArray(values());
  private final MemorySegment code;

  /** A tile whose routine is among {@code routines}, or is added to them. */
  MachineAttentionTile(int capacity, int headSize, int group, AttentionRoutines routines) {
    super(capacity, headSize, group);
    this.code =
        routines.routine(
            new BlockAttention.Places(
                headSize,
                sums() * Float.BYTES,
                scores() * Float.BYTES,
                largest() * Float.BYTES,
                weights() * Float.BYTES,
                rescales() * Float.BYTES));
  }

  @Override
  public void attend(int first, int count, float[] keys, float[] blockValues) {
    try {
      ATTEND.invokeExact(
          code,
          tile,
          (long) first,
          (long) (size() - first),
          MemorySegment.ofArray(keys),
          MemorySegment.ofArray(blockValues),
          (long) count,
          (long) group());
    } catch (Throwable e) {
      throw new IllegalStateException("a machine routine could not be called", e);
    }
  }
}
