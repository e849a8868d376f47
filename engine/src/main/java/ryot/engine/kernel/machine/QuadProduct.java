package ryot.engine.kernel.machine;

/** Products by VNNI: four bytes at a time, the activations broadcast by the instruction itself. */
final class QuadProduct extends Product {
  QuadProduct(IntegerLayout layout, int tokens) {
    super(layout, Level.AVX512, tokens);
  }

  @Override
  void multiply(int block, int quarter) {
    for (int t = 0; t < tokens(); t++) {
      a.vpdpbusd(block(t), weights(), panel(block, Panel.quants(t, quarter)).broadcast());
    }
  }

  @Override
  void scale(int block) {
    for (int t = 0; t < tokens(); t++) {
      Vec product = block(t);
      a.vcvtdq2ps(product, product);
      a.vmulps(product, product, panel(block, Panel.scale(tokens(), t)).broadcast());
      a.vfmadd231ps(sum(t), product, weights());
    }
  }

  @Override
  void addSums(int block) {
    for (int t = 0; t < tokens(); t++) {
      a.vfmadd231ps(sum(t), weights(), panel(block, Panel.sum(tokens(), t)).broadcast());
    }
  }

  @Override
  void subtractSums(int block) {
    for (int t = 0; t < tokens(); t++) {
      a.vfnmadd231ps(sum(t), weights(), panel(block, Panel.sum(tokens(), t)).broadcast());
    }
  }
}
