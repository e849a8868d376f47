package ryot.engine.kernel.machine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import ryot.engine.kernel.WorkerTeam;
import ryot.engine.tensor.Tensor;

/** Brings a matrix from the file's order into that of machine kernels. */
final class Packing {
  private static final WorkerTeam.Task<Packing> PART = Packing::packPart;

  private final Tensor weights;
  private final WeightLayout layout;
  private final Level level;
  private final long groupBytes;
  private final MemorySegment records;

  private Packing(
      Tensor weights, WeightLayout layout, Level level, long groupBytes, MemorySegment records) {
    this.weights = weights;
    this.layout = layout;
    this.level = level;
    this.groupBytes = groupBytes;
    this.records = records;
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
    team.run(PART, new Packing(weights, layout, level, groupBytes, records));
    memory.release(weights.data());
    return new PackedMatrix(
        weights.rows(), weights.columns(), records, groupBytes, level.lanes(), routines);
  }

  private void packPart(int part, int parts) {
    int lanes = level.lanes();
    int end = WorkerTeam.partStart(weights.rows(), part + 1, parts, lanes);
    for (int row = WorkerTeam.partStart(weights.rows(), part, parts, lanes); row < end; row++) {
      packRow(row, row / lanes * groupBytes, row % lanes);
    }
  }

  private void packRow(int row, long group, int lane) {
    long block = row * weights.rowBytes();
    int blockBytes = weights.type().blockBytes();
    int recordBytes = layout.recordBytes(level);
    int count = weights.columns() / layout.columns();
    for (int i = 0; i < count; i++) {
      layout.pack(
          weights.data(),
          block + (long) i * blockBytes,
          records,
          group + (long) i * recordBytes,
          lane,
          level);
    }
  }
}
