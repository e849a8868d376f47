package ryot.engine.kernel.machine;

import java.lang.foreign.MemorySegment;
import ryot.engine.kernel.AttentionTile;

/** Attention in machine code: see {@link BlockAttention}. */
final class MachineAttentionTile extends AttentionTile {

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
    ArrayCall.call(
        code,
        tile,
        first,
        size() - first,
        MemorySegment.ofArray(keys),
        MemorySegment.ofArray(blockValues),
        count,
        group());
  }
}
