package ryot.engine.kernel.machine;

/** Products by VNNI: four bytes at a time, the activations broadcast by the instruction itself. */
final class QuadProduct extends Product {
  private static final int NIBBLES = 0x0F0F0F0F;

  private final Vec nibbles = newRegister();
  private final Vec highBits = newRegister();
  private final Vec spare = newRegister();

  QuadProduct(WeightLayout layout, int tokens, int groups) {
    super(layout, Level.AVX512, tokens, groups);
  }

  @Override
  void constants() {
    fill(nibbles, NIBBLES);
    fill(highBits, highBitsOfBytes());
  }

  @Override
  void start(int block, Panel.Start start) {
    for (int t = 0; t < tokens(); t++) {
      for (int g = 0; g < groups(); g++) {
        if (start == Panel.Start.ZERO) {
          a.vpxor(block(g, t), block(g, t), block(g, t));
        } else {
          a.vpbroadcastd(block(g, t), panel(block, start.offset(tokens(), t)));
        }
      }
    }
  }

  @Override
  void multiply(int block, int quarter) {
    for (int t = 0; t < tokens(); t++) {
      for (int g = 0; g < groups(); g++) {
        a.vpdpbusd(block(g, t), weights(g), panel(block, Panel.quants(t, quarter)).broadcast());
      }
    }
  }

  @Override
  void scale(int block) {
    for (int t = 0; t < tokens(); t++) {
      for (int g = 0; g < groups(); g++) {
        Vec product = block(g, t);
        a.vcvtdq2ps(product, product);
        a.vmulps(product, product, panel(block, Panel.scale(tokens(), t)).broadcast());
        a.vfmadd231ps(sum(g, t), product, weights(g));
      }
    }
  }

  @Override
  void addSums(int block) {
    for (int t = 0; t < tokens(); t++) {
      for (int g = 0; g < groups(); g++) {
        a.vfmadd231ps(sum(g, t), weights(g), panel(block, Panel.sum(tokens(), t)).broadcast());
      }
    }
  }

  @Override
  void subtractSums(int block) {
    for (int t = 0; t < tokens(); t++) {
      for (int g = 0; g < groups(); g++) {
        a.vfnmadd231ps(sum(g, t), weights(g), panel(block, Panel.sum(tokens(), t)).broadcast());
      }
    }
  }

  @Override
  Vec nibbles() {
    return nibbles;
  }

  @Override
  Vec highBits() {
    return highBits;
  }

  @Override
  Vec spare() {
    return spare;
  }
}
