package ryot.engine.kernel.vector;

import static ryot.engine.kernel.vector.Lanes.L;
import static ryot.engine.kernel.vector.Lanes.load;
import static ryot.engine.kernel.vector.Lanes.sum;
import static ryot.engine.kernel.vector.Lanes.zero;

import java.lang.foreign.Arena;
import java.util.EnumMap;
import java.util.Map;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import ryot.engine.kernel.Activations;
import ryot.engine.kernel.AttentionTile;
import ryot.engine.kernel.Kernels;
import ryot.engine.kernel.Matrix;
import ryot.engine.kernel.ProductScratch;
import ryot.engine.kernel.StoredMatrix;
import ryot.engine.kernel.WorkerTeam;
import ryot.engine.kernel.format.BlockFormat;
import ryot.engine.tensor.QuantType;
import ryot.engine.tensor.Tensor;

/**
 * {@link Kernels} on the Vector API. Weights of four to eight bits are packed in groups of rows and
 * multiplied as integers ({@link WordMatrix}), activations being rounded to eight bits per block of
 * 32 columns. Others stay as they are stored and are multiplied as float32: with few tokens row by
 * row; with many, rows are decoded once into a block that stays in the second-level cache and meets
 * the tokens panel by panel ({@link PanelProduct}).
 */
final class VectorKernels implements Kernels {

  /** From this many tokens on, panels are faster than rows even where a panel is not full. */
  private static final int PANEL_MIN_TOKENS = 4;

  /**
   * Decoded weights kept together: 192 KiB of floats, within the second-level cache beside a panel.
   */
  private static final int DECODED_MAX = 48 * 1024;

  private static final int DECODED_ROWS_MAX = 32;

  private final Map<QuantType, RowFormat> formats = new EnumMap<>(QuantType.class);

  private final WordProducts products = new WordProducts();

  VectorKernels() {
    for (QuantType type : QuantType.values()) {
      RowFormat.of(type).ifPresent(format -> formats.put(type, format));
    }
  }

  @Override
  public String description() {
    return "Vector API, %d-bit".formatted(Lanes.F.vectorBitSize());
  }

  @Override
  public void dequantize(Tensor weights, int row, float[] out, int outOffset) {
    RowFormat format = formats.get(weights.type());
    if (format == null) {
      BlockFormat.of(weights.type())
          .decode(weights.data(), row * weights.rowBytes(), out, outOffset, weights.columns());
    } else {
      format.decode(Lanes.address(weights, row), weights.columns(), out, outOffset);
    }
  }

  @Override
  public Matrix pack(Tensor weights, Arena arena, WorkerTeam team) {
    return products.pack(weights, arena, team);
  }

  @Override
  public int rowGroup(Matrix weights) {
    return L;
  }

  private static boolean inPanels(Activations x) {
    return x.tokens() >= PANEL_MIN_TOKENS;
  }

  @Override
  public void reserve(Activations x) {
    products.reserve(x, rounded(x));
  }

  /** Where rounded activations begin: behind the panels, if there are any. */
  private int rounded(Activations x) {
    boolean panels = products.readsStored() && inPanels(x);
    return panels ? PanelProduct.panels(x.tokens()) * PanelProduct.TOKENS * x.columns() : 0;
  }

  @Override
  public void prepare(Activations x, int part, int parts) {
    products.prepare(x, rounded(x), part, parts);
    if (products.readsStored() && inPanels(x)) {
      int panels = PanelProduct.panels(x.tokens());
      for (int panel = part; panel < panels; panel += parts) {
        PanelProduct.pack(x.values(), x.tokens(), x.columns(), panel, x.prepared());
      }
    }
  }

  @Override
  public int scratchSize(int columns) {
    int decoded = Math.max(DECODED_MAX, PanelProduct.ROWS * columns);
    return decoded + DECODED_ROWS_MAX * PanelProduct.TOKENS;
  }

  @Override
  public long scratchBytes() {
    return TiledProduct.BYTES;
  }

  /** Rows decoded together: a multiple of {@link PanelProduct#ROWS}. */
  private static int decodedRows(int columns) {
    int rows = Math.min(DECODED_ROWS_MAX, DECODED_MAX / columns);
    return Math.max(1, rows / PanelProduct.ROWS) * PanelProduct.ROWS;
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
      ProductScratch scratch) {
    if (fromRow >= toRow) {
      return;
    }
    if (weights instanceof WordMatrix words) {
      words.multiply(fromRow, toRow, x, rounded(x), out, outOffset, outStride, scratch);
      return;
    }
    Tensor tensor = ((StoredMatrix) weights).tensor();
    if (inPanels(x)) {
      multiplyPanels(tensor, fromRow, toRow, x, out, outOffset, outStride, scratch.floats());
    } else {
      multiplyRows(tensor, fromRow, toRow, x, out, outOffset, outStride, scratch.floats());
    }
  }

  private void multiplyRows(
      Tensor weights,
      int fromRow,
      int toRow,
      Activations x,
      float[] out,
      int outOffset,
      int outStride,
      float[] scratch) {
    RowFormat format = formats.get(weights.type());
    int columns = x.columns();
    for (int token = 0; token < x.tokens(); token++) {
      int to = token * outStride + outOffset + fromRow;
      if (format != null) {
        format.multiply(
            Lanes.address(weights, fromRow),
            toRow - fromRow,
            columns,
            x.values(),
            token * columns,
            out,
            to);
      } else {
        for (int row = fromRow; row < toRow; row++) {
          dequantize(weights, row, scratch, 0);
          out[to + row - fromRow] =
              DecodedRows.dot(scratch, 0, x.values(), token * columns, columns);
        }
      }
    }
  }

  private void multiplyPanels(
      Tensor weights,
      int fromRow,
      int toRow,
      Activations x,
      float[] out,
      int outOffset,
      int outStride,
      float[] scratch) {
    int columns = x.columns();
    int blockRows = decodedRows(columns);
    int sums = blockRows * columns;
    for (int first = fromRow; first < toRow; first += blockRows) {
      int rows = Math.min(blockRows, toRow - first);
      for (int r = 0; r < rows; r++) {
        dequantize(weights, first + r, scratch, r * columns);
      }
      for (int panel = 0; panel < PanelProduct.panels(x.tokens()); panel++) {
        int token = panel * PanelProduct.TOKENS;
        int tokens = Math.min(PanelProduct.TOKENS, x.tokens() - token);
        for (int r = 0; r < rows; r += PanelProduct.ROWS) {
          int to = sums + r * PanelProduct.TOKENS;
          if (tokens > L) {
            PanelProduct.multiply(scratch, r * columns, columns, x.prepared(), panel, to);
          } else {
            PanelProduct.multiplyHalf(scratch, r * columns, columns, x.prepared(), panel, to);
          }
        }
        for (int t = 0; t < tokens; t++) {
          int to = (token + t) * outStride + outOffset + first;
          for (int r = 0; r < rows; r++) {
            out[to + r] = scratch[sums + r * PanelProduct.TOKENS + t];
          }
        }
      }
    }
  }

  @Override
  public void rmsNorm(
      float[] x, int offset, int n, float[] weight, float epsilon, float[] out, int outOffset) {
    FloatVector lanes = zero();
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector v = load(x, offset + i);
      lanes = v.fma(v, lanes);
    }
    float squares = sum(lanes);
    for (; i < n; i++) {
      squares += x[offset + i] * x[offset + i];
    }
    float scale = (float) (1 / Math.sqrt(squares / n + epsilon));
    for (i = 0; i <= n - L; i += L) {
      load(x, offset + i).mul(scale).mul(load(weight, i)).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = x[offset + i] * scale * weight[i];
    }
  }

  @Override
  public void add(float[] x, int offset, float[] y, int yOffset, int n) {
    int i = 0;
    for (; i <= n - L; i += L) {
      load(x, offset + i).add(load(y, yOffset + i)).intoArray(x, offset + i);
    }
    for (; i < n; i++) {
      x[offset + i] += y[yOffset + i];
    }
  }

  @Override
  public void swiGlu(float[] gate, int gateOffset, float[] up, int upOffset, int n) {
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector g = load(gate, gateOffset + i);
      FloatVector denominator = g.neg().lanewise(VectorOperators.EXP).add(1);
      g.div(denominator).mul(load(up, upOffset + i)).intoArray(gate, gateOffset + i);
    }
    for (; i < n; i++) {
      float g = gate[gateOffset + i];
      gate[gateOffset + i] = (float) (g / (1 + Math.exp(-g))) * up[upOffset + i];
    }
  }

  @Override
  public AttentionTile attentionTile(int capacity, int headSize, int group) {
    return new VectorAttentionTile(capacity, headSize, group);
  }
}
