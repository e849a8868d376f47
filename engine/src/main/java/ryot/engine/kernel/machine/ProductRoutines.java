package ryot.engine.kernel.machine;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The products of one layout, for each number of tokens in a tile: several groups at a time, and
 * one for those that are left over.
 */
final class ProductRoutines {

  /** A routine and the groups it takes at a time. */
  record Routine(MemorySegment code, int groups) {}

  private final WeightLayout layout;
  private final List<Routine> together;
  private final List<Routine> alone;

  private ProductRoutines(WeightLayout layout, List<Routine> together, List<Routine> alone) {
    this.layout = layout;
    this.together = together;
    this.alone = alone;
  }

  /** Assembles the routines of a layout. */
  static ProductRoutines create(WeightLayout layout, Level level) {
    List<byte[]> code = new ArrayList<>();
    List<Integer> groups = new ArrayList<>();
    for (int tokens = 1; tokens <= level.tileTokens(); tokens++) {
      for (int count : new int[] {Product.groupsTogether(level, layout, tokens), 1}) {
        code.add(Product.assemble(layout, level, tokens, count));
        groups.add(count);
      }
    }
    List<MemorySegment> entries = CodeSpace.load(code);
    List<Routine> together = new ArrayList<>();
    List<Routine> alone = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      (i % 2 == 0 ? together : alone).add(new Routine(entries.get(i), groups.get(i)));
    }
    return new ProductRoutines(layout, together, alone);
  }

  WeightLayout layout() {
    return layout;
  }

  /** For as many groups as possible. */
  Routine together(int tokens) {
    return together.get(tokens - 1);
  }

  /** For one group. */
  Routine alone(int tokens) {
    return alone.get(tokens - 1);
  }
}
