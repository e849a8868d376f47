package ryot.engine.kernel.machine;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ryot.engine.kernel.Activations;
import ryot.engine.kernel.AttentionTile;
import ryot.engine.kernel.FixedSum;
import ryot.engine.kernel.Kernels;
import ryot.engine.kernel.Matrix;
import ryot.engine.kernel.ProductScratch;
import ryot.engine.kernel.WorkerTeam;
import ryot.engine.tensor.QuantType;
import ryot.engine.tensor.Tensor;

/**
 * {@link Kernels} in machine code. Where weights are small integers with scales, products are of
 * integers, activations being rounded to eight bits per block of 32 columns; floating-point weights
 * are multiplied in float32. A result depends on its row and token alone, never on what is computed
 * beside them, and has the bits that {@link ryot.engine.kernel.ReproducibleKernels} define. What
 * has no machine code here is left to the next kernels.
 */
final class MachineKernels implements Kernels {

  /** Bytes of weights that meet all tokens before the next ones: well within the second level. */
  private static final long PASS_BYTES = 256 * 1024;

  private static final Linker LINKER = Linker.nativeLinker();

  /** See {@link Rounding}. */
  @SuppressWarnings("restricted") // called with the code and arguments that its listing names
  private static final MethodHandle ROUND =
      LINKER.downcallHandle(
          FunctionDescriptor.ofVoid(
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG),
          Linker.Option.critical(true));

  private final Level level;
  private final Kernels next;
  private final MemorySegment rounding;
  private final MemorySegment rmsNorm;
  private final MemorySegment add;
  private final MemorySegment swiGlu;
  private final AttentionRoutines attention;
  private final WeightMemory memory = new WeightMemory();
  private final Map<QuantType, ProductRoutines> routines = new EnumMap<>(QuantType.class);

  /** Whether a matrix of integers was packed here, and whether one was left to the next kernels. */
  private boolean rounds;

  private boolean passesOn;

  MachineKernels(Level level, Kernels next) {
    this.level = level;
    this.next = next;
    this.attention = new AttentionRoutines(level);
    List<MemorySegment> code =
        CodeSpace.load(
            List.of(
                Rounding.assemble(level),
                Elementwise.rmsNorm(level),
                Elementwise.add(level),
                Elementwise.swiGlu(level)));
    this.rounding = code.get(0);
    this.rmsNorm = code.get(1);
    this.add = code.get(2);
    this.swiGlu = code.get(3);
  }

  @Override
  public String description() {
    return "machine code, %s; %s".formatted(level.description(), next.description());
  }

  @Override
  public void dequantize(Tensor weights, int row, float[] out, int outOffset) {
    next.dequantize(weights, row, out, outOffset);
  }

  @Override
  public Matrix pack(Tensor weights, Arena arena, WorkerTeam team) {
    Optional<WeightLayout> layout = WeightLayout.of(weights);
    if (layout.isEmpty()) {
      passesOn = true;
      return next.pack(weights, arena, team);
    }
    rounds |= layout.get() instanceof IntegerLayout;
    ProductRoutines products =
        routines.computeIfAbsent(weights.type(), _ -> ProductRoutines.create(layout.get(), level));
    return Packing.pack(weights, products, level, memory, arena, team);
  }

  @Override
  public int rowGroup(Matrix weights) {
    return weights instanceof PackedMatrix packed ? packed.groupRows() : next.rowGroup(weights);
  }

  @Override
  public void reserve(Activations x) {
    if (rounds) {
      x.reserveBytes(Panel.bytes(x.tokens(), x.columns()));
    }
    if (passesOn) {
      next.reserve(x);
    }
  }

  @Override
  public void prepare(Activations x, int part, int parts) {
    if (rounds && x.columns() % Panel.BLOCK == 0) {
      int tile = level.tileTokens();
      for (int from = part * tile; from < x.tokens(); from += parts * tile) {
        round(x, from, Math.min(tile, x.tokens() - from));
      }
    }
    if (passesOn) {
      next.prepare(x, part, parts);
    }
  }

  private void round(Activations x, int from, int tokens) {
    long rowBytes = (long) x.columns() * Float.BYTES;
    try {
      ROUND.invokeExact(
          rounding,
          MemorySegment.ofArray(x.values()),
          from * rowBytes,
          rowBytes,
          (long) x.columns() / Panel.BLOCK,
          panel(x, from),
          (long) tokens);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** Address of the tile that begins with token {@code from}. */
  private static long panel(Activations x, int from) {
    return x.bytes().address() + Panel.bytes(from, x.columns());
  }

  @Override
  public int scratchSize(int columns) {
    int integers = level.tileTokens() * level.lanes();
    int floats = FloatProduct.tileTokens(level) * FloatLayout.ROWS;
    return Math.max(next.scratchSize(columns), Math.max(integers, floats));
  }

  @Override
  public long scratchBytes() {
    return next.scratchBytes();
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
    if (!(weights instanceof PackedMatrix packed)) {
      next.multiply(weights, fromRow, toRow, x, out, outOffset, outStride, scratch);
      return;
    }
    int rows = packed.groupRows();
    assert fromRow % rows == 0 && (toRow % rows == 0 || toRow == packed.rows());
    int end = toRow / rows;
    try {
      multiplyGroups(packed, fromRow / rows, end, x, out, outOffset, outStride);
      if (end * rows < toRow) {
        multiplyLast(packed, end, toRow, x, out, outOffset, outStride, scratch);
      }
    } finally {
      Reference.reachabilityFence(x); // whose memory, and the weights', is read by address
      Reference.reachabilityFence(packed);
    }
  }

  /** Groups {@code [from, end)}, as many at a time as stay in a cache, times all tokens. */
  private static void multiplyGroups(
      PackedMatrix weights,
      int from,
      int end,
      Activations x,
      float[] out,
      int outOffset,
      int outStride) {
    int rows = weights.groupRows();
    int pass = (int) Math.max(1, PASS_BYTES / weights.groupBytes());
    int tile = weights.routines().tileTokens();
    for (int group = from; group < end; group += pass) {
      int groups = Math.min(pass, end - group);
      for (int token = 0; token < x.tokens(); token += tile) {
        int tokens = Math.min(tile, x.tokens() - token);
        int to = token * outStride + outOffset + group * rows;
        multiply(weights, group, groups, x, token, tokens, out, to, outStride);
      }
    }
  }

  /** The last group has rows that are none: it goes to scratch first. */
  private void multiplyLast(
      PackedMatrix weights,
      int group,
      int toRow,
      Activations x,
      float[] out,
      int outOffset,
      int outStride,
      ProductScratch scratch) {
    int rows = weights.groupRows();
    int tile = weights.routines().tileTokens();
    int first = group * rows;
    float[] whole = scratch.floats();
    for (int token = 0; token < x.tokens(); token += tile) {
      int tokens = Math.min(tile, x.tokens() - token);
      multiply(weights, group, 1, x, token, tokens, whole, 0, rows);
      for (int t = 0; t < tokens; t++) {
        int to = (token + t) * outStride + outOffset + first;
        System.arraycopy(whole, t * rows, out, to, toRow - first);
      }
    }
  }

  /** Groups of rows times one tile. */
  private static void multiply(
      PackedMatrix weights,
      int group,
      int groups,
      Activations x,
      int token,
      int tokens,
      float[] out,
      int outOffset,
      int outStride) {
    assert outOffset + weights.groupRows() * groups <= out.length;
    if (weights.routines().layout() instanceof FloatLayout) {
      FloatCall.call(
          weights.routines().routine(tokens),
          weights.address(group),
          x.values(),
          token,
          x.columns(),
          out,
          outOffset,
          outStride,
          groups,
          weights.recordsPerGroup());
      return;
    }
    MixedCall.call(
        weights.routines().routine(tokens),
        weights.address(group),
        panel(x, token),
        MemorySegment.ofArray(out),
        (long) outOffset * Float.BYTES,
        (long) outStride * Float.BYTES,
        groups,
        weights.recordsPerGroup());
  }

  private static IllegalStateException failed(Throwable cause) {
    return new IllegalStateException("a machine routine could not be called", cause);
  }

  @Override
  public void rmsNorm(
      float[] x, int offset, int n, float[] weight, float epsilon, float[] out, int outOffset) {
    if (n == 0 || n % FixedSum.LANES != 0) {
      next.rmsNorm(x, offset, n, weight, epsilon, out, outOffset);
      return;
    }
    assert offset + n <= x.length && n <= weight.length && outOffset + n <= out.length;
    ArrayCall.call(
        rmsNorm,
        MemorySegment.ofArray(x),
        (long) offset * Float.BYTES,
        n,
        MemorySegment.ofArray(weight),
        MemorySegment.ofArray(out),
        (long) outOffset * Float.BYTES,
        Float.floatToRawIntBits(epsilon));
  }

  @Override
  public void add(float[] x, int offset, float[] y, int yOffset, int n) {
    if (isWhole(n)) {
      overBoth(add, x, offset, y, yOffset, n);
    } else {
      next.add(x, offset, y, yOffset, n);
    }
  }

  @Override
  public void swiGlu(float[] gate, int gateOffset, float[] up, int upOffset, int n) {
    if (isWhole(n)) {
      overBoth(swiGlu, gate, gateOffset, up, upOffset, n);
    } else {
      next.swiGlu(gate, gateOffset, up, upOffset, n);
    }
  }

  /** Whether {@code n} numbers are vectors without a rest, as {@link Elementwise} wants them. */
  private boolean isWhole(int n) {
    return n > 0 && n % level.lanes() == 0;
  }

  private static void overBoth(
      MemorySegment code, float[] x, int offset, float[] y, int yOffset, int n) {
    assert offset + n <= x.length && yOffset + n <= y.length;
    MemorySegment second = MemorySegment.ofArray(y);
    ArrayCall.call(
        code,
        MemorySegment.ofArray(x),
        (long) offset * Float.BYTES,
        n,
        second,
        second,
        (long) yOffset * Float.BYTES,
        0);
  }

  @Override
  public AttentionTile attentionTile(int capacity, int headSize, int group) {
    return headSize % level.lanes() == 0
        ? new MachineAttentionTile(capacity, headSize, group, attention)
        : next.attentionTile(capacity, headSize, group);
  }
}
