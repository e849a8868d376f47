package ryot.engine.kernel.vector;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ryot.engine.kernel.Activations;
import ryot.engine.kernel.WorkerTeam;
import ryot.engine.tensor.Tensor;

/**
 * The matrices of a model that are packed in words, and what their products want of activations.
 */
final class WordProducts {
  private final List<PackedFactors> factors = new ArrayList<>();
  private boolean any;

  /** The packed copy of {@code weights}, as {@link WordMatrix#pack}; empty also for other types. */
  Optional<WordMatrix> pack(Tensor weights, Arena arena, WorkerTeam team) {
    Optional<WordMatrix> matrix =
        WordLayout.of(weights.type()).flatMap(l -> WordMatrix.pack(weights, l, arena, team));
    any |= matrix.isPresent();
    matrix
        .flatMap(WordMatrix::packedRoutines)
        .map(PackedRoutines::factors)
        .filter(kind -> !factors.contains(kind))
        .ifPresent(factors::add);
    return matrix;
  }

  /** Floats that rounded activations take. */
  int floats(Activations x) {
    return any ? RoundedActivations.floats(x) : 0;
  }

  /** Rounds part {@code part} of {@code parts}, if any product wants it. */
  void prepare(Activations x, int base, int part, int parts) {
    if (any && x.columns() % WordLayout.BLOCK == 0) {
      RoundedActivations.round(x, base, factors, part, parts);
    }
  }
}
