package ryot.engine.kernel.machine;

import java.lang.foreign.MemorySegment;
import ryot.engine.kernel.Matrix;

/**
 * Weights in groups of interleaved rows; the last group is filled up by repeating the last row.
 *
 * @param records group after group, {@code recordsPerGroup} records each
 * @param groupRows rows of a group
 * @param routines products with this layout
 */
record PackedMatrix(
    int rows,
    int columns,
    MemorySegment records,
    long groupBytes,
    int groupRows,
    ProductRoutines routines)
    implements Matrix {

  /** Address of group {@code group}. */
  long address(int group) {
    return records.address() + group * groupBytes;
  }

  /** Records of a group. */
  int recordsPerGroup() {
    return columns / routines.layout().columns();
  }
}
