package ryot.engine.kernel;

import java.util.Optional;
import ryot.engine.kernel.format.BlockFormat;
import ryot.engine.kernel.format.IntegerBlocks;
import ryot.engine.tensor.Tensor;

/**
 * The definition of {@link Arithmetic#REPRODUCIBLE}: which float32 operations are done, and in
 * which order, so that every implementation that does the same gives the same bits. Plain float
 * operations, {@code Math.fma} and square roots are exact by the language's rules; nothing else is
 * used.
 *
 * <ul>
 *   <li>Products with types that are {@link IntegerBlocks}: activations are rounded to eight bits
 *       per block of 32; within a group of weights all is exact, and each group is added with two
 *       roundings, from left to right. This is what machine code does.
 *   <li>Products with other types: one fused multiply-add a column, from left to right.
 *   <li>Sums over a row or a block of positions: {@link FixedSum}.
 *   <li>Exponentials: {@link ExponentialPolynomial}.
 *   <li>Attention: scores from the first dimension to the last and values from the first position
 *       to the last, by fused multiply-adds; blocks of positions one after the other.
 * </ul>
 */
public final class ReproducibleKernels implements Kernels {

  /** Columns of activations that share a scale. */
  public static final int BLOCK = 32;

  private static final float TINY = 1e-30f;

  /** Holds nothing. */
  public ReproducibleKernels() {}

  @Override
  public String description() {
    return "scalar reference, reproducible";
  }

  @Override
  public void dequantize(Tensor weights, int row, float[] out, int outOffset) {
    BlockFormat.of(weights.type())
        .decode(weights.data(), row * weights.rowBytes(), out, outOffset, weights.columns());
  }

  /** For each token its quants; then for each its blocks' scales. */
  @Override
  public void reserve(Activations x) {
    x.reserve(x.tokens() * (x.columns() + x.columns() / BLOCK));
  }

  @Override
  public void prepare(Activations x, int part, int parts) {
    int blocks = x.columns() / BLOCK;
    for (int t = part; t < x.tokens(); t += parts) {
      for (int b = 0; b < blocks; b++) {
        int at = t * x.columns() + b * BLOCK;
        round(x.values(), at, x.prepared(), at, 1, scales(x) + t * blocks + b);
      }
    }
  }

  private static int scales(Activations x) {
    return x.tokens() * x.columns();
  }

  /**
   * Rounds a block of activations to integers of at most 127: {@code x = scale * quant}.
   *
   * @param stride from one quant to the next
   * @param scale where in {@code out} the scale goes
   */
  public static void round(float[] x, int at, float[] out, int quants, int stride, int scale) {
    float largest = TINY;
    for (int i = 0; i < BLOCK; i++) {
      largest = Math.max(largest, Math.abs(x[at + i]));
    }
    float inverse = 127 / largest;
    for (int i = 0; i < BLOCK; i++) {
      out[quants + i * stride] = (float) Math.rint(x[at + i] * inverse);
    }
    out[scale] = largest * (1f / 127);
  }

  @Override
  public int scratchSize(int columns) {
    return columns + 2 * (columns / 16);
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
    Optional<IntegerBlocks> integers = IntegerBlocks.of(tensor.type());
    for (int row = fromRow; row < toRow; row++) {
      if (integers.isPresent()) {
        long from = row * tensor.rowBytes();
        integers.get().decode(tensor.data(), from, x.columns(), scratch, 0);
      } else {
        dequantize(tensor, row, scratch, 0);
      }
      for (int t = 0; t < x.tokens(); t++) {
        out[t * outStride + outOffset + row] =
            integers.isPresent() ? rounded(integers.get(), scratch, x, t) : exact(scratch, x, t);
      }
    }
  }

  private static float exact(float[] weights, Activations x, int token) {
    float sum = 0;
    for (int c = 0; c < x.columns(); c++) {
      sum = Math.fma(weights[c], x.values()[token * x.columns() + c], sum);
    }
    return sum;
  }

  private static float rounded(IntegerBlocks integers, float[] weights, Activations x, int token) {
    int columns = x.columns();
    int group = integers.group();
    int scales = columns;
    int offsets = scales + columns / group;
    int block = token * (columns / BLOCK);
    float sum = 0;
    for (int c = 0; c < columns; c += group) {
      float exact = 0; // whole, and below 2^24
      for (int i = c; i < c + group; i++) {
        exact += weights[i] * x.prepared()[token * columns + i];
      }
      float scale = x.prepared()[scales(x) + block + c / BLOCK];
      sum = Math.fma(exact * scale, weights[scales + c / group], sum);
      if (integers.hasOffsets()) {
        float quants = sum(x.prepared(), token * columns + c, group);
        sum = Math.fma(quants * scale, weights[offsets + c / group], sum);
      }
    }
    return sum;
  }

  /** The sum of quants, which is exact. */
  private static float sum(float[] quants, int from, int count) {
    float sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += quants[i];
    }
    return sum;
  }

  @Override
  public void rmsNorm(
      float[] x, int offset, int n, float[] weight, float epsilon, float[] out, int outOffset) {
    float squares = FixedSum.ofSquares(x, offset, n, new float[FixedSum.LANES]);
    float scale = 1 / (float) Math.sqrt(squares / n + epsilon);
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

  /** {@code (max(g, 0) + min(g, 0) e) / (1 + e)} with {@code e = e^-|g|}, times {@code up}. */
  @Override
  public void swiGlu(float[] gate, int gateOffset, float[] up, int upOffset, int n) {
    for (int i = 0; i < n; i++) {
      float g = gate[gateOffset + i];
      float e = ExponentialPolynomial.of(g > 0 ? -g : g);
      float numerator = Math.fma(g > 0 ? 0 : g, e, g < 0 ? 0 : g);
      gate[gateOffset + i] = numerator / (e + 1) * up[upOffset + i];
    }
  }

  @Override
  public AttentionTile attentionTile(int capacity, int headSize, int group) {
    return new ReproducibleAttentionTile(capacity, headSize, group);
  }
}
