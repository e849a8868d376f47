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
  private final Level level;

  private Packing(Tensor weights, PackedMatrix packed, Level level) {
    this.weights = weights;
    this.level = level;
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
    int groupRows = layout.groupRows(level);
    int groups = (weights.rows() + groupRows - 1) / groupRows;
    long groupBytes = (long) weights.columns() / layout.columns() * layout.recordBytes(level);
    MemorySegment records = memory.allocate(groups * groupBytes, arena);
    PackedMatrix packed =
        new PackedMatrix(
            weights.rows(), weights.columns(), records, groupBytes, groupRows, routines);
    team.run(PART, new Packing(weights, packed, level));
    memory.release(weights.data());
    return packed;
  }

  private void packPart(int part, int parts) {
    int rows = packed.groupRows();
    int from = WorkerTeam.partStart(weights.rows(), part, parts, rows);
    int end = WorkerTeam.partStart(weights.rows(), part + 1, parts, rows);
    try {
      if (rows == level.lanes()) {
        packGroups(from / rows, end);
      } else {
        for (int row = from; row < end; row += rows) {
          packVectors(row / rows, end);
        }
      }
    } finally {
      Reference.reachabilityFence(data);
    }
  }

  /** Groups of one vector each, up to row {@code end}. */
  private void packGroups(int group, int end) {
    int lanes = level.lanes();
    int whole = end / lanes;
    if (group < whole) {
      interleave(group * lanes, packed.address(group), whole - group, lanes - 1);
    }
    if (whole * lanes < end) {
      interleave(whole * lanes, packed.address(whole), 1, end % lanes - 1);
    }
  }

  /** The vectors of one group. */
  private void packVectors(int group, int end) {
    int lanes = level.lanes();
    int vectorBytes = packed.routines().layout().vectorBytes(level);
    for (int v = 0; v < packed.groupRows() / lanes; v++) {
      int row = Math.min(group * packed.groupRows() + v * lanes, end - 1);
      long records = packed.address(group) + (long) v * vectorBytes;
      interleave(row, records, 1, Math.min(lanes, end - row) - 1);
    }
  }

  private void interleave(int row, long records, int groups, int lastRow) {
    CALLS.call(
        packed.routines().interleave(),
        data.address() + row * weights.rowBytes(),
        records,
        packed.recordsPerGroup(),
        groups,
        weights.rowBytes(),
        lastRow);
  }
}
