package ryot.engine.kernel;

import ryot.engine.kernel.format.BlockFormat;
import ryot.engine.tensor.Tensor;

/**
 * The definition of {@link Kernels}: every weight decoded by its {@link BlockFormat}, every sum
 * taken from left to right in double precision. Slow on purpose; what it computes is evident.
 */
public final class ScalarKernels implements Kernels {

  /** Holds nothing. */
  public ScalarKernels() {}

  @Override
  public String description() {
    return "scalar reference";
  }

  @Override
  public void dequantize(Tensor weights, int row, float[] out, int outOffset) {
    BlockFormat.of(weights.type())
        .decode(weights.data(), row * weights.rowBytes(), out, outOffset, weights.columns());
  }

  @Override
  public void reserve(Activations x) {}

  @Override
  public void prepare(Activations x, int part, int parts) {}

  @Override
  public int scratchSize(int columns) {
    return columns;
  }

  @Override
  public void multiply(
      Matrix weights,
      int fromRow,
      int toRow,
      Activations x,
      float[] out,
      int outOffset,
      int outStride,
      ProductScratch given) {
    float[] scratch = given.floats();
    Tensor tensor = ((StoredMatrix) weights).tensor();
    for (int row = fromRow; row < toRow; row++) {
      dequantize(tensor, row, scratch, 0);
      for (int token = 0; token < x.tokens(); token++) {
        out[token * outStride + outOffset + row] =
            dot(scratch, x.values(), token * x.columns(), x.columns());
      }
    }
  }

  private static float dot(float[] weights, float[] x, int offset, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += (double) weights[i] * x[offset + i];
    }
    return (float) sum;
  }

  @Override
  public void rmsNorm(
      float[] x, int offset, int n, float[] weight, float epsilon, float[] out, int outOffset) {
    double squares = 0;
    for (int i = 0; i < n; i++) {
      squares += (double) x[offset + i] * x[offset + i];
    }
    float scale = (float) (1 / Math.sqrt(squares / n + epsilon));
    for (int i = 0; i < n; i++) {
      out[outOffset + i] = x[offset + i] * scale * weight[i];
    }
  }

  @Override
  public void add(float[] x, int offset, float[] y, int yOffset, int n) {
    for (int i = 0; i < n; i++) {
      x[offset + i] += y[yOffset + i];
    }
  }

  @Override
  public void swiGlu(float[] gate, int gateOffset, float[] up, int upOffset, int n) {
    for (int i = 0; i < n; i++) {
      float g = gate[gateOffset + i];
      gate[gateOffset + i] = (float) (g / (1 + Math.exp(-g))) * up[upOffset + i];
    }
  }

  @Override
  public AttentionTile attentionTile(int capacity, int headSize, int group) {
    return new ScalarAttentionTile(capacity, headSize, group);
  }
}
