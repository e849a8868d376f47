package ryot.engine.kernel.vector;

import static ryot.engine.kernel.vector.Lanes.L;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import ryot.engine.kernel.Activations;
import ryot.engine.kernel.Matrix;
import ryot.engine.kernel.ProductScratch;
import ryot.engine.kernel.WorkerTeam;
import ryot.engine.tensor.Tensor;

/**
 * Weights in groups of {@link Lanes#L} interleaved rows; the last group is filled up by repeating
 * its last row.
 *
 * @param records group after group, native
 * @param groupBytes of a group
 */
record WordMatrix(
    int rows,
    int columns,
    MemorySegment records,
    long groupBytes,
    WordLayout layout,
    WordRoutines routines,
    Optional<PackedRoutines> packedRoutines)
    implements Matrix {
  private static final long CACHE_LINE = 64;

  /** What is packed, and whether all of it could be so far. */
  private record Packing(Tensor weights, AtomicBoolean possible) {}

  /**
   * The packed copy of {@code weights}, owned by {@code arena}; empty if they have scales that are
   * no finite numbers.
   */
  static Optional<WordMatrix> pack(
      Tensor weights, WordLayout layout, Arena arena, WorkerTeam team) {
    int groups = (weights.rows() + L - 1) / L;
    int records = weights.columns() / weights.type().blockSize();
    long groupBytes = (long) records * layout.recordBytes();
    MemorySegment memory = arena.allocate(groups * groupBytes, CACHE_LINE);
    WordMatrix packed =
        new WordMatrix(
            weights.rows(),
            weights.columns(),
            memory,
            groupBytes,
            layout,
            WordRoutines.of(layout),
            PackedRoutines.of(layout));
    Packing packing = new Packing(weights, new AtomicBoolean(true));
    team.run(packed::packPart, packing);
    if (!packing.possible().get()) {
      return Optional.empty();
    }
    if (weights.data().isMapped()) {
      weights.data().unload(); // so that the model is in memory once
    }
    return Optional.of(packed);
  }

  private void packPart(Packing packing, int part, int parts) {
    int end = WorkerTeam.partStart(rows, part + 1, parts, L);
    for (int row = WorkerTeam.partStart(rows, part, parts, L); row < end; row++) {
      packRow(packing, row, row % L);
    }
    if (end == rows) {
      for (int lane = rows % L; lane > 0 && lane < L; lane++) {
        packRow(packing, rows - 1, lane);
      }
    }
  }

  private void packRow(Packing packing, int row, int lane) {
    int blockBytes = packing.weights().type().blockBytes();
    long block = Lanes.address(packing.weights(), row);
    long record = address(row / L);
    long end = record + groupBytes;
    for (; record < end; record += layout.recordBytes(), block += blockBytes) {
      if (!layout.pack(block, record, lane)) {
        packing.possible().set(false);
        return;
      }
    }
  }

  /** Where group {@code group} begins, absolute. */
  long address(int group) {
    return records.address() + group * groupBytes;
  }

  /** Where the last group ends. */
  long end() {
    return records.address() + records.byteSize();
  }

  /**
   * As {@link ryot.engine.kernel.Kernels#multiply}.
   *
   * @param base where {@link RoundedActivations} of {@code x} begin, if they are not in tiles
   */
  void multiply(
      int fromRow,
      int toRow,
      Activations x,
      int base,
      float[] out,
      int outOffset,
      int outStride,
      ProductScratch scratch) {
    try {
      if (layout.prefersTiles() && TokenTiles.serve(x)) {
        new TiledProduct(this, x, scratch)
            .multiply(fromRow, toRow, x.tokens(), out, outOffset, outStride);
      } else {
        multiplyWords(fromRow, toRow, x, base, out, outOffset, outStride, scratch);
      }
    } finally {
      Reference.reachabilityFence(x); // whose memory, and the others', is read by address
      Reference.reachabilityFence(scratch);
      Reference.reachabilityFence(records);
    }
  }

  private void multiplyWords(
      int fromRow,
      int toRow,
      Activations x,
      int base,
      float[] out,
      int outOffset,
      int outStride,
      ProductScratch scratch) {
    long unpacked = scratch.bytes().address();
    for (int row = fromRow; row < toRow; row += L) {
      if (toRow - row >= L) {
        int to = outOffset + row;
        multiplyGroup(row / L, x, base, 0, x.tokens(), out, to, outStride, unpacked);
      } else {
        multiplyLast(row, toRow, x, base, out, outOffset, outStride, scratch.floats(), unpacked);
      }
    }
  }

  /** The last group has rows that are none: its sums go to {@code sums} first. */
  private void multiplyLast(
      int row,
      int toRow,
      Activations x,
      int base,
      float[] out,
      int outOffset,
      int outStride,
      float[] sums,
      long unpacked) {
    for (int token = 0; token < x.tokens(); token++) {
      multiplyGroup(row / L, x, base, token, token + 1, sums, 0, 0, unpacked);
      System.arraycopy(sums, 0, out, token * outStride + outOffset + row, toRow - row);
    }
  }

  /** A group of rows times some tokens, a few columns at a time. */
  private void multiplyGroup(
      int group,
      Activations x,
      int base,
      int fromToken,
      int toToken,
      float[] out,
      int outOffset,
      int outStride,
      long unpacked) {
    for (int token = fromToken; token < toToken; token++) {
      Lanes.zero().intoArray(out, outOffset + token * outStride);
    }
    int blockSize = layout.type().blockSize();
    int recordCount = columns / blockSize;
    int step = step(recordCount, UnpackedWords.MAX_COLUMNS / blockSize);
    boolean packed = packedRoutines.isPresent() && PackedFactors.serve(x);
    for (int first = 0; first < recordCount; first += step) {
      int count = Math.min(step, recordCount - first);
      long from = address(group) + (long) first * layout.recordBytes();
      long bytes = (long) count * layout.recordBytes();
      long ahead = Math.min(bytes, end() - from - bytes);
      int firstBlock = first * blockSize / WordLayout.BLOCK;
      if (packed) {
        PackedRoutines direct = packedRoutines.get();
        for (int token = fromToken; token < toToken; token++) {
          int factors = direct.factors().of(x, base, token, firstBlock);
          direct.multiply(from, count, x.prepared(), factors, unpacked, ahead);
          int rounded = RoundedActivations.block(x, base, token, firstBlock);
          int to = outOffset + token * outStride;
          direct.addScaled(from, count, unpacked, x.prepared(), rounded, out, to);
        }
        continue;
      }
      routines.unpack(from, count, unpacked, ahead);
      int blocks = count * blockSize / WordLayout.BLOCK;
      for (int token = fromToken; token < toToken; token++) {
        int rounded = RoundedActivations.block(x, base, token, firstBlock);
        int to = outOffset + token * outStride;
        routines.multiply(unpacked, blocks, x.prepared(), rounded, out, to);
      }
    }
  }

  /** Records unpacked together: at most {@code most}, in parts of about the same size. */
  static int step(int records, int most) {
    int parts = (records + most - 1) / most;
    return (records + parts - 1) / parts;
  }
}
