package ryot.engine.kernel.machine;

import static ryot.engine.kernel.machine.Gp.R10;
import static ryot.engine.kernel.machine.Gp.R11;
import static ryot.engine.kernel.machine.Gp.R12;
import static ryot.engine.kernel.machine.Gp.R13;
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

/**
 * The listing of a product of floating-point weights with a tile of activations, which are read as
 * they are. Each lane is a row of weights, and
 *
 * <pre>
 * for each column: sum = fma(x, w, sum)
 * </pre>
 *
 * so the sums are the same at every level and however rows and tokens are divided. Where there are
 * too few registers for a group's rows times the tile's tokens, the group is gone through in
 * several passes of some vectors each. The routine is called as
 *
 * <pre>
 * void product(
 *     byte* weights,    rdi  the first group's records
 *     float* x,         rsi  an array
 *     long xOffset,     rdx  in it, bytes: the tile's first token
 *     float* out,       rcx  an array
 *     long outOffset,   r8   in it, bytes: row 0 of the first group, token 0
 *     long outStride,   r9   bytes from token to token
 *     long groups,      [rsp + 8]
 *     long records)     [rsp + 16]  of a group
 * </pre>
 */
final class FloatProduct {
  private static final int PUSHED = 4;
  private static final Gp OUT_STRIDE = R9;
  private static final Gp GROUPS_LEFT = RBP;
  private static final Gp RECORDS = R12;
  private static final Gp RECORDS_LEFT = R8;
  private static final Gp RECORD = R13;

  /** Bytes from token to token, and three times that: an address takes up to three strides. */
  private static final Gp X_STRIDE = RDX;

  private static final Gp X_STRIDES = RAX;

  /** Where tokens 0, 4 and 8 are in the present column. */
  private static final Gp[] TOKENS = {R10, R11, RBX};

  private static final int TOKENS_OF_ADDRESS = 4;

  private final Assembler a = new Assembler();
  private final FloatLayout layout;
  private final Level level;
  private final int tokens;
  private final int vectors;

  FloatProduct(FloatLayout layout, Level level, int tokens) {
    this.layout = layout;
    this.level = level;
    this.tokens = tokens;
    int all = FloatLayout.ROWS / level.lanes();
    this.vectors = (tokens + 1) * all + 1 <= level.registers() ? all : 2;
  }

  /** Tokens of a tile: two vectors of sums for each, two of weights and one number repeated fit. */
  static int tileTokens(Level level) {
    return level == Level.AVX512 ? 12 : 6;
  }

  byte[] assemble() {
    for (Gp saved : new Gp[] {RBX, RBP, R12, R13}) {
      a.push(saved);
    }
    a.add(RSI, RDX);
    a.add(RCX, R8);
    a.mov(GROUPS_LEFT, Mem.at(RSP, (PUSHED + 1) * Long.BYTES));
    a.mov(RECORDS, Mem.at(RSP, (PUSHED + 2) * Long.BYTES));
    a.imul(X_STRIDE, RECORDS, layout.columns() * Float.BYTES);
    a.lea(X_STRIDES, Mem.at(X_STRIDE, X_STRIDE, 2, 0));
    Label nextGroup = new Label();
    a.bind(nextGroup);
    for (int first = 0; first < FloatLayout.ROWS / level.lanes(); first += vectors) {
      pass(first);
    }
    a.mov(RDI, RECORD);
    a.add(RCX, FloatLayout.ROWS * Float.BYTES);
    a.dec(GROUPS_LEFT);
    a.jnz(nextGroup);
    a.vzeroupper();
    for (Gp saved : new Gp[] {R13, R12, RBP, RBX}) {
      a.pop(saved);
    }
    a.ret();
    return a.toBytes();
  }

  /** All columns of the group's vectors from {@code first} on; leaves RECORD behind the group. */
  private void pass(int first) {
    for (int i = 0; i < vectors * tokens; i++) {
      a.vpxor(level.vec(i), level.vec(i), level.vec(i));
    }
    a.mov(RECORD, RDI);
    a.mov(RECORDS_LEFT, RECORDS);
    a.mov(TOKENS[0], RSI);
    for (int t = TOKENS_OF_ADDRESS; t < tokens; t += TOKENS_OF_ADDRESS) {
      Gp before = TOKENS[t / TOKENS_OF_ADDRESS - 1];
      a.lea(TOKENS[t / TOKENS_OF_ADDRESS], Mem.at(before, X_STRIDE, TOKENS_OF_ADDRESS, 0));
    }
    Label nextRecord = new Label();
    a.bind(nextRecord);
    for (int column = 0; column < layout.columns(); column++) {
      multiply(column, first);
    }
    a.add(RECORD, layout.recordBytes(level));
    for (int t = 0; t < tokens; t += TOKENS_OF_ADDRESS) {
      a.add(TOKENS[t / TOKENS_OF_ADDRESS], layout.columns() * Float.BYTES);
    }
    a.dec(RECORDS_LEFT);
    a.jnz(nextRecord);
    store(first);
  }

  private void multiply(int column, int first) {
    for (int v = 0; v < vectors; v++) {
      load(weights(v), Mem.at(RECORD, layout.offset(level, column, first + v)));
    }
    Vec repeated = level.vec(vectors * tokens + vectors);
    for (int t = 0; t < tokens; t++) {
      a.vbroadcastss(repeated, x(t, column * Float.BYTES));
      for (int v = 0; v < vectors; v++) {
        a.vfmadd231ps(sum(t, v), repeated, weights(v));
      }
    }
  }

  /** Loads a vector of weights as float32. */
  private void load(Vec into, Mem from) {
    switch (layout) {
      case F32 -> a.vmovups(into, from);
      case F16 -> a.vcvtph2ps(into, from);
      case BF16 -> {
        a.vpmovzxwd(into, from);
        a.vpslld(into, into, Short.SIZE);
      }
    }
  }

  private static Mem x(int token, int offset) {
    Gp base = TOKENS[token / TOKENS_OF_ADDRESS];
    return switch (token % TOKENS_OF_ADDRESS) {
      case 0 -> Mem.at(base, offset);
      case 3 -> Mem.at(base, X_STRIDES, 1, offset);
      default -> Mem.at(base, X_STRIDE, token % TOKENS_OF_ADDRESS, offset);
    };
  }

  private void store(int first) {
    a.lea(R8, Mem.at(RCX, first * level.bytes()));
    for (int t = 0; t < tokens; t++) {
      for (int v = 0; v < vectors; v++) {
        a.vmovups(Mem.at(R8, v * level.bytes()), sum(t, v));
      }
      if (t < tokens - 1) {
        a.add(R8, OUT_STRIDE);
      }
    }
  }

  private Vec sum(int token, int vector) {
    return level.vec(token * vectors + vector);
  }

  private Vec weights(int vector) {
    return level.vec(tokens * vectors + vector);
  }
}
