package ryot.engine.kernel;

import java.lang.foreign.Arena;
import ryot.engine.tensor.Tensor;

/**
 * The arithmetic of a forward pass. Every method works on the part that one worker owns, allocates
 * nothing and keeps nothing; results depend on the operands alone, never on how rows were divided.
 *
 * <p>{@link ScalarKernels} is the definition. Any implementation agrees with it within rounding: an
 * error of at most a few {@code 2^-24} per added term, relative to the sum of magnitudes.
 */
public interface Kernels {

  /** What runs and on how wide vectors, for people: {@code "Vector API, 512-bit"}. */
  String description();

  /** Writes row {@code row} of {@code weights} as float32 to {@code out[outOffset ...]}. */
  void dequantize(Tensor weights, int row, float[] out, int outOffset);

  /**
   * The weights in the order that {@link #multiply} reads them. What is copied lives as long as
   * {@code arena}, and is about as large as {@code weights}, which stay as they are.
   *
   * <p>Kernels that read weights as they are stored copy nothing.
   *
   * @param team idle threads that help
   */
  default Matrix pack(Tensor weights, Arena arena, WorkerTeam team) {
    return new StoredMatrix(weights);
  }

  /**
   * Rows of {@code weights} that are multiplied together: a worker's share begins at a multiple of
   * this and ends at one or with the matrix.
   *
   * @param weights packed by these kernels
   * @return a power of two
   */
  default int rowGroup(Matrix weights) {
    return 1;
  }

  /**
   * Announces a product with the activations' present shape; makes room. Called by one thread,
   * before the parts of {@link #prepare}.
   */
  void reserve(Activations x);

  /**
   * Brings part {@code part} of {@code parts} of the activations into the order that {@link
   * #multiply} reads. All parts are done before any product starts.
   */
  void prepare(Activations x, int part, int parts);

  /**
   * The product of rows {@code [fromRow, toRow)} of {@code weights [rows, columns]} with all rows
   * of {@code x [tokens, columns]}: {@code out[t * outStride + outOffset + r] = weights[r] . x[t]}.
   *
   * @param weights packed by these kernels
   * @param fromRow a multiple of {@link #rowGroup}
   * @param toRow a multiple of {@link #rowGroup} or the number of rows
   * @param scratch this worker's own, for at least as many columns
   */
  void multiply(
      Matrix weights,
      int fromRow,
      int toRow,
      Activations x,
      float[] out,
      int outOffset,
      int outStride,
      ProductScratch scratch);

  /** Floats of scratch a worker needs for products with up to {@code columns} columns. */
  int scratchSize(int columns);

  /** Bytes of scratch in native memory that it needs besides. */
  default long scratchBytes() {
    return 0;
  }

  /**
   * Root-mean-square normalisation of {@code n} values (Zhang and Sennrich 2019, equation 4):
   * {@code out = x / sqrt(mean(x^2) + epsilon) * weight}. {@code out} may be {@code x}.
   */
  void rmsNorm(
      float[] x, int offset, int n, float[] weight, float epsilon, float[] out, int outOffset);

  /** {@code x[offset + i] += y[yOffset + i]} for {@code n} values. */
  void add(float[] x, int offset, float[] y, int yOffset, int n);

  /**
   * The gate of SwiGLU (Shazeer 2020, equation 6): {@code gate = gate / (1 + e^-gate) * up} for
   * {@code n} values.
   */
  void swiGlu(float[] gate, int gateOffset, float[] up, int upOffset, int n);

  /**
   * Room for the queries of one worker that share keys and values.
   *
   * @param capacity queries at most
   * @param headSize values per query, key and value
   * @param group queries of the same token, which see the same positions
   */
  AttentionTile attentionTile(int capacity, int headSize, int group);

  /** Positions per block of keys and values. */
  int BLOCK = 64;
}
