package ryot.engine.kernel.machine;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** The products of one layout, for each number of tokens in a tile. */
final class ProductRoutines {
  private final WeightLayout layout;
  private final List<MemorySegment> entries;

  private ProductRoutines(WeightLayout layout, List<MemorySegment> entries) {
    this.layout = layout;
    this.entries = entries;
  }

  /** Assembles the routines of a layout. */
  static ProductRoutines create(WeightLayout layout, Level level) {
    List<byte[]> code = new ArrayList<>();
    for (int tokens = 1; tokens <= level.tileTokens(); tokens++) {
      code.add(Product.assemble(layout, level, tokens));
    }
    return new ProductRoutines(layout, CodeSpace.load(code));
  }

  WeightLayout layout() {
    return layout;
  }

  /** The routine for tiles of {@code tokens}. */
  MemorySegment routine(int tokens) {
    return entries.get(tokens - 1);
  }
}
