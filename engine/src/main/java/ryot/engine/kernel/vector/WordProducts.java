package ryot.engine.kernel.vector;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ryot.engine.kernel.Activations;
import ryot.engine.kernel.Matrix;
import ryot.engine.kernel.StoredMatrix;
import ryot.engine.kernel.WorkerTeam;
import ryot.engine.tensor.Tensor;

/**
 * The matrices of a model, packed in words where that can be, and what their products want of
 * activations.
 */
final class WordProducts {
  private final List<PackedFactors> factors = new ArrayList<>();

  /** Whether a matrix was packed in words, one of them for tiles, and one for no tiles. */
  private boolean packs;

  private boolean wantsTiles;
  private boolean wantsNoTiles;

  /** Whether one is read as it is stored. */
  private boolean readsStored;

  /**
   * The packed copy of {@code weights}, as {@link WordMatrix#pack}; for other types, and where that
   * cannot be, the weights as they are stored.
   */
  Matrix pack(Tensor weights, Arena arena, WorkerTeam team) {
    Optional<WordMatrix> matrix =
        WordLayout.of(weights.type()).flatMap(l -> WordMatrix.pack(weights, l, arena, team));
    if (matrix.isEmpty()) {
      readsStored = true;
      return new StoredMatrix(weights);
    }
    packs = true;
    wantsTiles |= matrix.get().layout().prefersTiles();
    wantsNoTiles |= !matrix.get().layout().prefersTiles();
    matrix
        .flatMap(WordMatrix::packedRoutines)
        .map(PackedRoutines::factors)
        .filter(kind -> !factors.contains(kind))
        .ifPresent(factors::add);
    return matrix.get();
  }

  /** Whether a matrix is read as it is stored. */
  boolean readsStored() {
    return readsStored;
  }

  /**
   * Makes room for {@code x}.
   *
   * @param base floats that lie before rounded activations
   */
  void reserve(Activations x, int base) {
    if (inTiles(x)) {
      x.reserveBytes(TokenTiles.bytes(x));
    }
    x.reserve(notInTiles(x) ? base + RoundedActivations.floats(x) : base);
  }

  private boolean inTiles(Activations x) {
    return wantsTiles && TokenTiles.serve(x);
  }

  private boolean notInTiles(Activations x) {
    return wantsNoTiles || (packs && !TokenTiles.serve(x));
  }

  /** Rounds part {@code part} of {@code parts}, if any product wants it. */
  void prepare(Activations x, int base, int part, int parts) {
    if (x.columns() % WordLayout.BLOCK != 0) {
      return;
    }
    if (inTiles(x)) {
      TokenTiles.round(x, part, parts);
    }
    if (notInTiles(x)) {
      RoundedActivations.round(x, base, factors, part, parts);
    }
  }
}
