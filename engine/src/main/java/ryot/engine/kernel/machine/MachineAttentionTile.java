package ryot.engine.kernel.machine;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import ryot.engine.kernel.AttentionTile;

/** Attention in machine code: see {@link BlockAttention}. */
final class MachineAttentionTile extends AttentionTile {

  /**
   * Queries up to which keys and values are widened for each {@link BlockAttention#ROWS} of them
   * anew; for more it is faster to widen them once before.
   */
  private static final int HALVES_MAX = 2 * BlockAttention.ROWS;

  private final MemorySegment tile = MemorySegment.ofArray(values());
  private final AttentionRoutines routines;
  private final BlockAttention.Places places;
  private final MemorySegment code;

  /** Null until it is needed. */
  private @Nullable MemorySegment codeOfHalves;

  /** A tile whose routine is among {@code routines}, or is added to them. */
  MachineAttentionTile(int capacity, int headSize, int group, AttentionRoutines routines) {
    super(capacity, headSize, group);
    this.routines = routines;
    this.places =
        new BlockAttention.Places(
            headSize,
            sums() * Float.BYTES,
            scores() * Float.BYTES,
            largest() * Float.BYTES,
            weights() * Float.BYTES,
            rescales() * Float.BYTES);
    this.code = routines.routine(places, false);
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

  @Override
  public boolean takesHalves() {
    return size() <= HALVES_MAX;
  }

  @Override
  public void attendHalves(
      int first, int count, MemorySegment page, long keysOffset, long valuesOffset) {
    if (codeOfHalves == null) {
      codeOfHalves = routines.routine(places, true);
    }
    MixedCall.call(
        codeOfHalves,
        page.address() + keysOffset,
        page.address() + valuesOffset,
        tile,
        first,
        size() - first,
        count,
        group());
  }
}
