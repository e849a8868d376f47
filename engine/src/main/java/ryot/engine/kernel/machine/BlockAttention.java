package ryot.engine.kernel.machine;

import static ryot.engine.kernel.machine.Gp.R10;
import static ryot.engine.kernel.machine.Gp.R11;
import static ryot.engine.kernel.machine.Gp.R12;
import static ryot.engine.kernel.machine.Gp.R13;
import static ryot.engine.kernel.machine.Gp.R14;
import static ryot.engine.kernel.machine.Gp.R15;
import static ryot.engine.kernel.machine.Gp.R8;
import static ryot.engine.kernel.machine.Gp.R9;
import static ryot.engine.kernel.machine.Gp.RAX;
import static ryot.engine.kernel.machine.Gp.RBP;
import static ryot.engine.kernel.machine.Gp.RBX;
import static ryot.engine.kernel.machine.Gp.RCX;
import static ryot.engine.kernel.machine.Gp.RDI;
import static ryot.engine.kernel.machine.Gp.RDX;
import static ryot.engine.kernel.machine.Gp.RSI;
import static ryot.engine.kernel.machine.Gp.RSP;

import ryot.engine.kernel.FixedSum;
import ryot.engine.kernel.Kernels;

/**
 * The listing of attention of a tile's queries to one block of positions, in three passes over the
 * queries: scores, their softmax, sums of values. Both products take up to {@link #ROWS} queries at
 * a time, so that keys and values are loaded once for all of them; a query's result does not depend
 * on which others it is computed with. The routine is called as
 *
 * <pre>
 * void attend(
 *     float* tile,     rdi  an array; see {@link Places}
 *     long first,      rsi  the first query
 *     long queries,    rdx  how many
 *     float* keys,     rcx  [headSize, BLOCK]
 *     float* values,   r8   [BLOCK, headSize]
 *     long count,      r9   positions that the first query sees
 *     long together)   [rsp + 8]  queries that see the same: then one more is seen
 * </pre>
 *
 * or, where keys and values are float16 numbers, which it widens as it reads them, as
 *
 * <pre>
 * void attend(
 *     short* keys,     rdi
 *     short* values,   rsi
 *     float* tile,     rdx
 *     long first,      rcx
 *     long queries,    r8
 *     long count,      r9
 *     long together)   [rsp + 8]
 * </pre>
 */
final class BlockAttention {

  /**
   * Where things are in the tile, in bytes.
   *
   * @param headSize values of a query
   * @param sums weighted sums of values, {@code [capacity, headSize]}; queries are at 0
   * @param scores {@code [capacity, BLOCK]}
   * @param largest the largest score so far of each query
   * @param weights the sum of exponentials so far
   * @param rescales what the block makes of the earlier sums
   */
  record Places(int headSize, int sums, int scores, int largest, int weights, int rescales) {}

  /** Queries that are multiplied together. */
  static final int ROWS = 6;

  private static final int BLOCK_BYTES = Kernels.BLOCK * Float.BYTES;
  private static final int PUSHED = 6;

  private static final Gp QUERIES = R12;
  private static final Gp SUMS = R13;
  private static final Gp SCORES = RBX;
  private static final Gp STATE = RBP;
  private static final Gp KEYS = RCX;
  private static final Gp VALUES = R8;
  private static final Gp COUNT = R9;
  private static final Gp TOGETHER = R10;
  private static final Gp LEFT = R14;

  /** Cursors of the pass that is going on. */
  private static final Gp FROM = R15;

  private static final Gp TO = R11;

  private final Assembler a = new Assembler();
  private final Level level;
  private final Places places;
  private final boolean halves;
  private final int headBytes;
  private final Macros macros;
  private final Exponential exponential;
  private final Label visible = new Label();
  private final Label lowest = new Label();

  private BlockAttention(Level level, Places places, boolean halves) {
    this.level = level;
    this.places = places;
    this.halves = halves;
    headBytes = places.headSize() * Float.BYTES;
    macros = new Macros(a, level);
    exponential = new Exponential(a, level);
  }

  /**
   * The routine's code; the head size is a multiple of the level's lanes.
   *
   * @param halves whether keys and values are float16 numbers
   */
  static byte[] assemble(Level level, Places places, boolean halves) {
    return new BlockAttention(level, places, halves).assemble();
  }

  private byte[] assemble() {
    for (Gp saved : new Gp[] {RBX, RBP, R12, R13, R14, R15}) {
      a.push(saved);
    }
    a.mov(TOGETHER, Mem.at(RSP, (PUSHED + 1) * Long.BYTES));
    if (halves) {
      a.mov(RAX, RDI);
      a.mov(R11, RSI);
      a.mov(RDI, RDX);
      a.mov(RSI, RCX);
      a.mov(RDX, R8);
      a.mov(KEYS, RAX);
      a.mov(VALUES, R11);
    }
    a.imul(QUERIES, RSI, headBytes);
    a.add(QUERIES, RDI);
    a.lea(SUMS, Mem.at(QUERIES, places.sums()));
    a.imul(SCORES, RSI, BLOCK_BYTES);
    a.add(SCORES, RDI);
    a.add(SCORES, places.scores());
    a.lea(STATE, Mem.at(RDI, RSI, Float.BYTES, places.largest()));

    a.mov(FROM, QUERIES);
    a.mov(TO, SCORES);
    byRows(headBytes, BLOCK_BYTES, this::score);
    softmax();
    a.mov(FROM, SCORES);
    a.mov(TO, SUMS);
    byRows(BLOCK_BYTES, headBytes, this::accumulate);

    a.vzeroupper();
    for (Gp saved : new Gp[] {R15, R14, R13, R12, RBP, RBX}) {
      a.pop(saved);
    }
    a.ret();
    data();
    return a.toBytes();
  }

  private interface RowsBody {
    void emit(int rows);
  }

  /** Runs {@code body} for all queries, {@link #ROWS} at a time and then the rest. */
  private void byRows(int fromBytes, int toBytes, RowsBody body) {
    Label next = new Label();
    Label rest = new Label();
    Label done = new Label();
    a.mov(LEFT, RDX);
    a.bind(next);
    a.cmp(LEFT, ROWS);
    a.jl(rest);
    body.emit(ROWS);
    a.add(FROM, ROWS * fromBytes);
    a.add(TO, ROWS * toBytes);
    a.sub(LEFT, ROWS);
    a.jmp(next);
    a.bind(rest);
    for (int rows = ROWS - 1; rows >= 1; rows--) {
      Label fewer = new Label();
      a.cmp(LEFT, rows);
      a.jnz(fewer);
      body.emit(rows);
      a.jmp(done);
      a.bind(fewer);
    }
    a.bind(done);
  }

  /** Vectors of a row that are computed together. */
  private int vectorsTogether() {
    return level == Level.AVX512 ? 4 : 2;
  }

  /** Bytes that {@code floatBytes} of float32 numbers take among keys and values. */
  private int stored(int floatBytes) {
    return halves ? floatBytes / 2 : floatBytes;
  }

  /** scores[row] = query[row] . keys */
  private void score(int rows) {
    int vectors = BLOCK_BYTES / level.bytes();
    for (int first = 0; first < vectors; first += vectorsTogether()) {
      Tile tile = new Tile(rows, vectorsTogether(), first * level.bytes());
      tile.clear();
      a.lea(RSI, Mem.at(KEYS, stored(first * level.bytes())));
      a.xor(RAX, RAX);
      Label next = new Label();
      a.bind(next);
      tile.multiply(headBytes);
      a.add(RSI, stored(BLOCK_BYTES));
      a.add(RAX, Float.BYTES);
      a.cmp(RAX, headBytes);
      a.jl(next);
      tile.store(BLOCK_BYTES);
    }
  }

  /** sums[row] = sums[row] * rescale[row] + weights[row] . values */
  private void accumulate(int rows) {
    int vectors = headBytes / level.bytes();
    for (int first = 0; first < vectors; first += vectorsTogether()) {
      int together = Math.min(vectorsTogether(), vectors - first);
      Tile tile = new Tile(rows, together, first * level.bytes());
      // What is left of the queries tells where the row's rescaling is.
      a.mov(RAX, RDX);
      a.sub(RAX, LEFT);
      a.lea(RAX, Mem.at(STATE, RAX, Float.BYTES, places.rescales() - places.largest()));
      tile.loadRescaled(headBytes, RAX);
      a.lea(RSI, Mem.at(VALUES, stored(first * level.bytes())));
      a.xor(RAX, RAX);
      Label next = new Label();
      a.bind(next);
      tile.multiply(BLOCK_BYTES);
      a.add(RSI, stored(headBytes));
      a.add(RAX, Float.BYTES);
      a.cmp(RAX, RDI); // bytes of the positions that any query sees
      a.jl(next);
      tile.store(headBytes);
    }
  }

  /** Sums of {@code rows} queries by some vectors, from byte {@code offset} of a row on. */
  private final class Tile {
    private final int rows;
    private final int vectors;
    private final int offset;

    Tile(int rows, int vectors, int offset) {
      this.rows = rows;
      this.vectors = vectors;
      this.offset = offset;
    }

    private Vec sum(int row, int vector) {
      return level.vec(row * vectors + vector);
    }

    void clear() {
      for (int i = 0; i < rows * vectors; i++) {
        a.vpxor(level.vec(i), level.vec(i), level.vec(i));
      }
    }

    /** Adds a number of each row, at FROM + RAX, times the vectors at RSI. */
    void multiply(int rowBytes) {
      for (int v = 0; v < vectors; v++) {
        load(level.vec(rows * vectors + v), Mem.at(RSI, stored(v * level.bytes())));
      }
      Vec broadcast = level.vec(rows * vectors + vectors);
      for (int r = 0; r < rows; r++) {
        a.vbroadcastss(broadcast, Mem.at(FROM, RAX, 1, r * rowBytes));
        for (int v = 0; v < vectors; v++) {
          a.vfmadd231ps(sum(r, v), broadcast, level.vec(rows * vectors + v));
        }
      }
    }

    private void load(Vec into, Mem from) {
      if (halves) {
        a.vcvtph2ps(into, from);
      } else {
        a.vmovups(into, from);
      }
    }

    void loadRescaled(int rowBytes, Gp rescales) {
      Vec broadcast = level.vec(rows * vectors);
      for (int r = 0; r < rows; r++) {
        a.vbroadcastss(broadcast, Mem.at(rescales, r * Float.BYTES));
        for (int v = 0; v < vectors; v++) {
          a.vmulps(sum(r, v), broadcast, Mem.at(TO, r * rowBytes + offset + v * level.bytes()));
        }
      }
    }

    void store(int rowBytes) {
      for (int r = 0; r < rows; r++) {
        for (int v = 0; v < vectors; v++) {
          a.vmovups(Mem.at(TO, r * rowBytes + offset + v * level.bytes()), sum(r, v));
        }
      }
    }
  }

  /**
   * Turns the scores of each query into weights. Leaves the bytes of the positions that the last
   * query sees in RDI.
   */
  private void softmax() {
    Label next = new Label();
    Label same = new Label();
    Label all = new Label();
    a.mov(LEFT, RDX);
    a.mov(FROM, SCORES);
    a.mov(TO, STATE);
    a.mov(RSI, TOGETHER);
    a.bind(next);
    // The first count of 64 lanes are visible: a window on ones followed by zeros.
    a.lea(RAX, Mem.at(visible));
    a.mov(RDI, COUNT);
    a.shl(RDI, 2);
    a.sub(RAX, RDI);
    a.add(RAX, BLOCK_BYTES);
    row();
    a.add(FROM, BLOCK_BYTES);
    a.add(TO, Float.BYTES);
    a.dec(RSI);
    a.jnz(same);
    a.mov(RSI, TOGETHER);
    a.cmp(COUNT, Kernels.BLOCK);
    a.jge(all);
    a.inc(COUNT);
    a.bind(all);
    a.bind(same);
    a.dec(LEFT);
    a.jnz(next);
  }

  private static final int LARGEST = 5;
  private static final int SUM = 6;

  /** Where a vector has fewer lanes than a {@link FixedSum}. */
  private static final int SECOND_SUM = 8;

  /** One query: FROM its scores, TO its state, RAX the lanes it sees. */
  private void row() {
    int vectors = BLOCK_BYTES / level.bytes();
    Vec score = level.vec(0);
    Vec mask = level.vec(1);
    Vec largest = level.vec(LARGEST);
    for (int v = 0; v < vectors; v++) {
      a.vmovups(mask, Mem.at(RAX, v * level.bytes()));
      a.vpand(score, mask, Mem.at(FROM, v * level.bytes()));
      a.vpandn(mask, mask, Mem.at(lowest));
      a.vpor(score, score, mask);
      a.vmovups(Mem.at(FROM, v * level.bytes()), score);
      if (v == 0) {
        a.vmovups(largest, score);
      } else {
        a.vmaxps(largest, largest, score);
      }
    }
    macros.fold(largest, level.vec(4), (x, y) -> a.vmaxps(x, x, y));
    Vec before = Vec.xmm(0);
    a.vmovss(before, Mem.at(TO));
    a.vmaxps(largest.xmm(), largest.xmm(), before);
    a.vmovss(Mem.at(TO), largest.xmm());
    a.vsubps(before, before, largest.xmm());
    exponential.apply(before, Vec.xmm(1), Vec.xmm(2), Vec.xmm(3));
    a.vmovss(Mem.at(TO, places.rescales() - places.largest()), before);
    a.vmovups(Vec.xmm(7), before);
    a.vbroadcastss(largest, largest.xmm());
    Vec sum = level.vec(SUM);
    Vec second = level.vec(SECOND_SUM);
    a.vpxor(sum, sum, sum);
    if (level.lanes() < FixedSum.LANES) {
      a.vpxor(second, second, second);
    }
    for (int v = 0; v < vectors; v++) {
      a.vmovups(score, Mem.at(FROM, v * level.bytes()));
      a.vsubps(score, score, largest);
      exponential.apply(score, level.vec(1), level.vec(2), level.vec(3));
      a.vpand(score, score, Mem.at(RAX, v * level.bytes()));
      a.vmovups(Mem.at(FROM, v * level.bytes()), score);
      Vec into = v * level.lanes() % FixedSum.LANES == 0 ? sum : second;
      a.vaddps(into, into, score);
    }
    if (level.lanes() < FixedSum.LANES) {
      a.vaddps(sum, sum, second);
    }
    macros.fold(sum, level.vec(4), (x, y) -> a.vaddps(x, x, y));
    Mem weights = Mem.at(TO, places.weights() - places.largest());
    a.vmovss(Vec.xmm(0), weights);
    a.vfmadd213ps(Vec.xmm(0), Vec.xmm(7), Vec.xmm(SUM));
    a.vmovss(weights, Vec.xmm(0));
  }

  private void data() {
    exponential.data();
    a.bind(lowest);
    fill(Float.floatToRawIntBits(Float.NEGATIVE_INFINITY), level.lanes());
    a.bind(visible);
    fill(-1, Kernels.BLOCK);
    fill(0, Kernels.BLOCK);
  }

  private void fill(int value, int count) {
    for (int i = 0; i < count; i++) {
      a.dd(value);
    }
  }
}
