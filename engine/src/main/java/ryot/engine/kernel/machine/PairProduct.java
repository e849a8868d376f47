package ryot.engine.kernel.machine;

/**
 * Products by AVX2: {@code vpmaddubsw} multiplies unsigned weights with signed activations and adds
 * pairs in 16 bits. Weights of four bits stay exact there for a whole block; six bits are widened
 * at every step; of signed bytes the sign goes over to the activations first.
 */
final class PairProduct extends Product {
  private static final int ONES = 0x00010001;
  private static final int LARGEST_ACTIVATION = 127;

  private enum Sums {
    /** Sixteen bits hold the sum of a block. */
    NARROW,
    /** Sixteen bits hold the sum of a pair. */
    WIDE,
    /** Sixteen bits hold the sum of a pair if the weights have no sign. */
    SIGNED
  }

  private final Sums sums;
  private final Vec ones = newRegister();
  private final Vec broadcast = newRegister();

  /** The weights without sign. */
  private final Vec magnitude = newRegister();

  private Panel.Start start = Panel.Start.ZERO;
  private boolean empty;

  PairProduct(IntegerLayout layout, int tokens) {
    super(layout, Level.AVX2, tokens);
    int pair = 2 * LARGEST_ACTIVATION * layout.largestWeight();
    if (pair > Short.MAX_VALUE) {
      sums = Sums.SIGNED;
    } else if (pair * Panel.BLOCK / 4 > Short.MAX_VALUE) {
      sums = Sums.WIDE;
    } else {
      sums = Sums.NARROW;
    }
  }

  @Override
  void constants() {
    macros.fill(ones, ONES);
  }

  @Override
  void start(int block, Panel.Start start) {
    this.start = start;
    empty = true;
    if (sums != Sums.NARROW) {
      super.start(block, start);
    }
  }

  @Override
  void multiply(int block, int quarter) {
    switch (sums) {
      case NARROW -> multiplyNarrow(block, quarter);
      case WIDE -> multiplyWide(block, quarter);
      case SIGNED -> multiplySigned(block, quarter);
    }
    empty = false;
  }

  private void multiplyNarrow(int block, int quarter) {
    for (int t = 0; t < tokens(); t++) {
      a.vpbroadcastd(broadcast, panel(block, Panel.quants(t, quarter)));
      if (empty) {
        a.vpmaddubsw(block(t), weights(), broadcast);
      } else {
        a.vpmaddubsw(spare(), weights(), broadcast);
        a.vpaddw(block(t), block(t), spare());
      }
    }
  }

  private void multiplyWide(int block, int quarter) {
    for (int t = 0; t < tokens(); t++) {
      a.vpbroadcastd(broadcast, panel(block, Panel.quants(t, quarter)));
      a.vpmaddubsw(spare(), weights(), broadcast);
      addPairs(t);
    }
  }

  private void multiplySigned(int block, int quarter) {
    a.vpabsb(magnitude, weights());
    for (int t = 0; t < tokens(); t++) {
      a.vpbroadcastd(broadcast, panel(block, Panel.quants(t, quarter)));
      a.vpsignb(spare(), broadcast, weights());
      a.vpmaddubsw(spare(), magnitude, spare());
      addPairs(t);
    }
  }

  private void addPairs(int token) {
    a.vpmaddwd(spare(), spare(), ones);
    a.vpaddd(block(token), block(token), spare());
  }

  @Override
  void scale(int block) {
    for (int t = 0; t < tokens(); t++) {
      if (sums == Sums.NARROW) {
        widen(block, t);
      }
      a.vbroadcastss(broadcast, panel(block, Panel.scale(tokens(), t)));
      Vec product = block(t);
      a.vcvtdq2ps(product, product);
      a.vmulps(product, product, broadcast);
      a.vfmadd231ps(sum(t), product, weights());
    }
  }

  private void widen(int block, int token) {
    if (empty) {
      loadStart(block(token), block, start, token);
      return;
    }
    if (start != Panel.Start.ZERO) {
      loadStart(broadcast, block, start, token);
    }
    a.vpmaddwd(block(token), block(token), ones);
    if (start != Panel.Start.ZERO) {
      a.vpaddd(block(token), block(token), broadcast);
    }
  }

  @Override
  void addSums(int block) {
    for (int t = 0; t < tokens(); t++) {
      a.vbroadcastss(broadcast, panel(block, Panel.sum(tokens(), t)));
      a.vfmadd231ps(sum(t), weights(), broadcast);
    }
  }

  @Override
  void subtractSums(int block) {
    for (int t = 0; t < tokens(); t++) {
      a.vbroadcastss(broadcast, panel(block, Panel.sum(tokens(), t)));
      a.vfnmadd231ps(sum(t), weights(), broadcast);
    }
  }
}
