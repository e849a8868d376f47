package ryot.engine.kernel.machine;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What machine code does with weights of one layout: packing, and products for each number of
 * tokens in a tile. A product is assembled when it is first asked for: few are, when a program
 * starts.
 */
final class ProductRoutines {
  private final WeightLayout layout;
  private final Level level;
  private final MemorySegment interleave;

  /** By number of tokens. */
  private final AtomicReferenceArray<@Nullable MemorySegment> products;

  private ProductRoutines(WeightLayout layout, Level level, MemorySegment interleave) {
    this.layout = layout;
    this.level = level;
    this.interleave = interleave;
    this.products = new AtomicReferenceArray<>(layout.tileTokens(level) + 1);
  }

  /** The routines for weights that lie so in memory. */
  static ProductRoutines create(WeightLayout layout, Level level) {
    return new ProductRoutines(layout, level, CodeSpace.load(Interleave.assemble(layout, level)));
  }

  WeightLayout layout() {
    return layout;
  }

  /** Tokens of a full tile. */
  int tileTokens() {
    return products.length() - 1;
  }

  /** See {@link Interleave}. */
  MemorySegment interleave() {
    return interleave;
  }

  /** The product with tiles of {@code tokens}. Any thread may ask. */
  MemorySegment routine(int tokens) {
    MemorySegment routine = products.getAcquire(tokens);
    return routine != null ? routine : assemble(tokens);
  }

  private synchronized MemorySegment assemble(int tokens) {
    MemorySegment routine = products.getAcquire(tokens);
    if (routine == null) {
      routine = CodeSpace.load(layout.assemble(level, tokens));
      products.setRelease(tokens, routine);
    }
    return routine;
  }
}
