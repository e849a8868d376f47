package ryot.engine.kernel.vector;

import static ryot.engine.kernel.vector.Lanes.L;
import static ryot.engine.kernel.vector.Lanes.broadcast;
import static ryot.engine.kernel.vector.Lanes.load;
import static ryot.engine.kernel.vector.Lanes.zero;

import java.lang.foreign.Arena;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import ryot.engine.kernel.Activations;
import ryot.engine.kernel.AttentionTile;
import ryot.engine.kernel.FixedSum;
import ryot.engine.kernel.Kernels;
import ryot.engine.kernel.Matrix;
import ryot.engine.kernel.ProductScratch;
import ryot.engine.kernel.ReproducibleKernels;
import ryot.engine.kernel.StoredMatrix;
import ryot.engine.kernel.WorkerTeam;
import ryot.engine.kernel.format.IntegerBlocks;
import ryot.engine.tensor.Tensor;

/**
 * {@link ReproducibleKernels}, to the same bits, on the Vector API. Only lane by lane, so the order
 * of additions is that of the definition however wide vectors are.
 *
 * <p>Weights of four to eight bits are packed, a lane being a row ({@link WordMatrix}). For those
 * that stay as they are stored a lane is a token, and activations lie in panels of {@code L}
 * tokens: {@code [columns, L]} quants, {@code [blocks, L]} scales and {@code [columns, L]} values
 * as they are. Rounded activations for packed weights follow.
 */
final class ReproducibleVectorKernels implements Kernels {
  private static final int BLOCK = ReproducibleKernels.BLOCK;

  /** Rows multiplied together: eight sums hide the latency of an addition. */
  private static final int ROWS = 8;

  private final Kernels definition;
  private final WordProducts products = new WordProducts();

  /** Leaves to {@code definition} what is not worth vectors. */
  ReproducibleVectorKernels(Kernels definition) {
    this.definition = definition;
  }

  @Override
  public String description() {
    return "Vector API, %d-bit, reproducible".formatted(Lanes.F.vectorBitSize());
  }

  @Override
  public void dequantize(Tensor weights, int row, float[] out, int outOffset) {
    definition.dequantize(weights, row, out, outOffset);
  }

  @Override
  public Matrix pack(Tensor weights, Arena arena, WorkerTeam team) {
    return products.pack(weights, arena, team);
  }

  @Override
  public int rowGroup(Matrix weights) {
    return L;
  }

  /** Where the parts of a panel are, and the next panel. */
  private record Panel(int quants, int scales, int values, int end) {
    static Panel of(int index, int columns) {
      int blocks = columns / BLOCK;
      int from = index * (2 * columns + blocks) * L;
      int scales = from + columns * L;
      int values = scales + blocks * L;
      return new Panel(from, scales, values, values + columns * L);
    }
  }

  private static int panels(Activations x) {
    return (x.tokens() + L - 1) / L;
  }

  @Override
  public void reserve(Activations x) {
    products.reserve(x, rounded(x));
  }

  /** Where rounded activations begin: behind the panels, if there are any. */
  private int rounded(Activations x) {
    return products.readsStored() ? Panel.of(panels(x) - 1, x.columns()).end() : 0;
  }

  @Override
  public void prepare(Activations x, int part, int parts) {
    products.prepare(x, rounded(x), part, parts);
    for (int token = part; products.readsStored() && token < panels(x) * L; token += parts) {
      Panel panel = Panel.of(token / L, x.columns());
      int lane = token % L;
      if (token < x.tokens()) {
        fill(x, token, panel, lane);
      } else {
        for (int at = panel.quants() + lane; at < panel.end(); at += L) {
          x.prepared()[at] = 0;
        }
      }
    }
  }

  private static void fill(Activations x, int token, Panel panel, int lane) {
    int columns = x.columns();
    int from = token * columns;
    for (int c = 0; c < columns; c++) {
      x.prepared()[panel.values() + c * L + lane] = x.values()[from + c];
    }
    for (int b = 0; b < columns / BLOCK; b++) {
      ReproducibleKernels.round(
          x.values(),
          from + b * BLOCK,
          x.prepared(),
          panel.quants() + b * BLOCK * L + lane,
          L,
          panel.scales() + b * L + lane);
    }
  }

  /**
   * Decoded rows, and behind them the sums of a group and of all groups, {@code [ROWS, L]} each.
   */
  @Override
  public int scratchSize(int columns) {
    return ROWS * definition.scratchSize(columns) + 2 * ROWS * L;
  }

  @Override
  public long scratchBytes() {
    return TiledProduct.BYTES;
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
    if (weights instanceof WordMatrix words) {
      words.multiply(fromRow, toRow, x, rounded(x), out, outOffset, outStride, given);
      return;
    }
    float[] scratch = given.floats();
    Tensor tensor = ((StoredMatrix) weights).tensor();
    Optional<IntegerBlocks> integers = IntegerBlocks.of(tensor.type());
    int columns = x.columns();
    int size = integers.isPresent() ? integers.get().decodedSize(columns) : columns;
    for (int row = fromRow; row < toRow; row += ROWS) {
      int rows = Math.min(ROWS, toRow - row);
      for (int r = 0; r < rows; r++) {
        if (integers.isPresent()) {
          long from = (row + r) * tensor.rowBytes();
          integers.get().decode(tensor.data(), from, columns, scratch, r * size);
        } else {
          dequantize(tensor, row + r, scratch, r * size);
        }
      }
      for (int p = 0; p < panels(x); p++) {
        Panel panel = Panel.of(p, columns);
        int sums = ROWS * size + ROWS * L;
        if (integers.isPresent()) {
          multiply(integers.get(), scratch, size, columns, x.prepared(), panel);
        } else {
          dot(scratch, 0, size, columns, x.prepared(), panel.values(), sums);
        }
        int tokens = Math.min(L, x.tokens() - p * L);
        for (int t = 0; t < tokens; t++) {
          int to = (p * L + t) * outStride + outOffset + row;
          for (int r = 0; r < rows; r++) {
            out[to + r] = scratch[sums + r * L + t];
          }
        }
      }
    }
  }

  private static void multiply(
      IntegerBlocks integers, float[] rows, int size, int columns, float[] x, Panel panel) {
    int group = integers.group();
    int exact = ROWS * size;
    int sums = exact + ROWS * L;
    for (int r = 0; r < ROWS; r++) {
      zero().intoArray(rows, sums + r * L);
    }
    for (int c = 0; c < columns; c += group) {
      dot(rows, c, size, group, x, panel.quants() + c * L, exact);
      FloatVector scale = load(x, panel.scales() + c / BLOCK * L);
      FloatVector added = integers.hasOffsets() ? sum(x, panel, c, group).mul(scale) : zero();
      for (int r = 0; r < ROWS; r++) {
        int numbers = r * size + columns;
        FloatVector total = load(rows, sums + r * L);
        FloatVector scaled = load(rows, exact + r * L).mul(scale);
        total = scaled.fma(broadcast(rows[numbers + c / group]), total);
        if (integers.hasOffsets()) {
          total = added.fma(broadcast(rows[numbers + columns / group + c / group]), total);
        }
        total.intoArray(rows, sums + r * L);
      }
    }
  }

  /** The sum of {@code count} quants of each token from column {@code first} on. */
  private static FloatVector sum(float[] x, Panel panel, int first, int count) {
    FloatVector sum = zero();
    for (int c = first; c < first + count; c++) {
      sum = sum.add(load(x, panel.quants() + c * L));
    }
    return sum;
  }

  /**
   * {@code rows[to + r * L + t] = row r, from column first on, . x [count, L]}, from left to right.
   */
  private static void dot(
      float[] rows, int first, int size, int count, float[] x, int panel, int to) {
    FloatVector a = zero();
    FloatVector b = zero();
    FloatVector c = zero();
    FloatVector d = zero();
    FloatVector e = zero();
    FloatVector f = zero();
    FloatVector g = zero();
    FloatVector h = zero();
    int at = panel;
    for (int k = first; k < first + count; k++, at += L) {
      FloatVector v = load(x, at);
      a = broadcast(rows[k]).fma(v, a);
      b = broadcast(rows[size + k]).fma(v, b);
      c = broadcast(rows[2 * size + k]).fma(v, c);
      d = broadcast(rows[3 * size + k]).fma(v, d);
      e = broadcast(rows[4 * size + k]).fma(v, e);
      f = broadcast(rows[5 * size + k]).fma(v, f);
      g = broadcast(rows[6 * size + k]).fma(v, g);
      h = broadcast(rows[7 * size + k]).fma(v, h);
    }
    a.intoArray(rows, to);
    b.intoArray(rows, to + L);
    c.intoArray(rows, to + 2 * L);
    d.intoArray(rows, to + 3 * L);
    e.intoArray(rows, to + 4 * L);
    f.intoArray(rows, to + 5 * L);
    g.intoArray(rows, to + 6 * L);
    h.intoArray(rows, to + 7 * L);
  }

  @Override
  public void rmsNorm(
      float[] x, int offset, int n, float[] weight, float epsilon, float[] out, int outOffset) {
    definition.rmsNorm(x, offset, n, weight, epsilon, out, outOffset);
  }

  @Override
  public void add(float[] x, int offset, float[] y, int yOffset, int n) {
    definition.add(x, offset, y, yOffset, n);
  }

  @Override
  public void swiGlu(float[] gate, int gateOffset, float[] up, int upOffset, int n) {
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector g = load(gate, gateOffset + i);
      FloatVector e = Exponentials.of(g.blend(g.neg(), g.compare(VectorOperators.GT, 0f)));
      FloatVector below = g.blend(0f, g.compare(VectorOperators.GT, 0f));
      FloatVector above = g.blend(0f, g.compare(VectorOperators.LT, 0f));
      FloatVector numerator = below.fma(e, above);
      numerator.div(e.add(1f)).mul(load(up, upOffset + i)).intoArray(gate, gateOffset + i);
    }
    definition.swiGlu(gate, gateOffset + i, up, upOffset + i, n - i);
  }

  @Override
  public AttentionTile attentionTile(int capacity, int headSize, int group) {
    return new Tile(capacity, headSize, group);
  }

  /** Attention, query by query. */
  private static final class Tile extends AttentionTile {
    private final float[] weights = new float[Kernels.BLOCK];
    private final float[] lanes = new float[FixedSum.LANES];

    Tile(int capacity, int headSize, int group) {
      super(capacity, headSize, group);
    }

    @Override
    public void attend(int first, int count, float[] keys, float[] blockValues) {
      for (int query = first; query < size(); query++) {
        attendOne(query, count(first, count, query), keys, blockValues);
      }
    }

    private void attendOne(int query, int count, float[] keys, float[] blockValues) {
      float[] v = values();
      float before = v[largest() + query];
      float largest =
          Math.max(before, AttentionBlock.score(v, query(query), headSize(), keys, count, weights));
      for (int p = 0; p < count; p += L) {
        Exponentials.of(load(weights, p).sub(largest)).intoArray(weights, p);
      }
      float rescale = Exponentials.of(broadcast(before - largest)).lane(0);
      float sum = FixedSum.of(weights, 0, count, lanes);
      v[largest() + query] = largest;
      v[weights() + query] = Math.fma(v[weights() + query], rescale, sum);
      int sums = sums() + query * headSize();
      AttentionBlock.accumulate(weights, count, blockValues, headSize(), rescale, v, sums);
    }
  }
}
