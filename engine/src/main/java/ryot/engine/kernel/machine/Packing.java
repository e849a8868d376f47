package ryot.engine.kernel.machine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import ryot.engine.kernel.WorkerTeam;
import ryot.engine.tensor.Tensor;

/** Brings a matrix from the file's order into that of machine kernels. */
final class Packing {
  private static final WorkerTeam.Task<Packing> PART = Packing::packPart;

  /** Who packs, and with what. */
  private static final NativeCall CALLS = new NativeCall();

  private final Tensor weights;
  private final MemorySegment data;
  private final PackedMatrix packed;

  private Packing(Tensor weights, PackedMatrix packed) {
    this.weights = weights;
    this.data = weights.data().isNative() ? weights.data() : nativeCopy(weights.data());
    this.packed = packed;
  }

  @SuppressWarnings("MustBeClosed") // goes when nobody refers to it
  private static MemorySegment nativeCopy(MemorySegment data) {
    return Arena.ofAuto().allocate(data.byteSize()).copyFrom(data);
  }

  /** The packed copy of {@code weights}, owned by {@code arena}. */
  static PackedMatrix pack(
      Tensor weights,
      ProductRoutines routines,
      Level level,
      WeightMemory memory,
      Arena arena,
      WorkerTeam team) {
    WeightLayout layout = routines.layout();
    int groups = (weights.rows() + level.lanes() - 1) / level.lanes();
    long groupBytes = (long) weights.columns() / layout.columns() * layout.recordBytes(level);
    MemorySegment records = memory.allocate(groups * groupBytes, arena);
    PackedMatrix packed =
        new PackedMatrix(
            weights.rows(), weights.columns(), records, groupBytes, level.lanes(), routines);
    team.run(PART, new Packing(weights, packed));
    memory.release(weights.data());
    return packed;
  }

  private void packPart(int part, int parts) {
    int lanes = packed.groupRows();
    int from = WorkerTeam.partStart(weights.rows(), part, parts, lanes) / lanes;
    int end = WorkerTeam.partStart(weights.rows(), part + 1, parts, lanes);
    int whole = end / lanes;
    try {
      if (from < whole) {
        interleave(from, whole - from, lanes - 1);
      }
      if (whole * lanes < end) {
        interleave(whole, 1, end % lanes - 1);
      }
    } finally {
      Reference.reachabilityFence(data);
    }
  }

  private void interleave(int group, int groups, int lastRow) {
    CALLS.call(
        packed.routines().interleave(),
        data.address() + (long) group * packed.groupRows() * weights.rowBytes(),
        packed.address(group),
        packed.recordsPerGroup(),
        groups,
        weights.rowBytes(),
        lastRow);
  }
}
