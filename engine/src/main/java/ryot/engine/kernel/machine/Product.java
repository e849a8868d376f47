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
 * The listing of a product of packed weights with one tile of activations. Each lane is a row of
 * weights; an accumulator belongs to one group of rows and one token, and goes through all columns
 * in order, so the sums are the same however rows and tokens are divided:
 *
 * <pre>
 * for each block: sum = fma(convert(exact integer product) * scale of x, scale of w, sum)
 * </pre>
 *
 * <p>The routine is called as
 *
 * <pre>
 * void product(
 *     byte* weights,    rdi  the first group's records
 *     byte* panel,      rsi  the tile
 *     float* out,       rdx  an array
 *     long outOffset,   rcx  in it, bytes: row 0 of the first group, token 0
 *     long outStride,   r8   bytes from token to token
 *     long groups,      r9   a multiple of the groups taken at a time
 *     long records)     [rsp + 8]  of a group
 * </pre>
 */
abstract class Product {

  /** Groups whose records are read at the same time have their bases here. */
  private static final Gp[] BASES = {RDI, RBX, RBP, R12};

  private static final Gp PANEL = RAX;
  private static final Gp RECORDS_LEFT = R10;
  private static final Gp RECORD = R11;
  private static final Gp GROUP_BYTES = R13;
  private static final int PUSHED = 4;

  private final WeightLayout layout;
  private final Level level;
  private final int tokens;
  private final int groups;
  private final int weightsFrom;
  private int registers;

  /** Where instructions go. */
  final Assembler a = new Assembler();

  Product(WeightLayout layout, Level level, int tokens, int groups) {
    this.layout = layout;
    this.level = level;
    this.tokens = tokens;
    this.groups = groups;
    weightsFrom = 2 * groups * tokens;
    registers = weightsFrom + groups;
  }

  /** The routine's code for tiles of {@code tokens}, {@code groups} groups at a time. */
  static byte[] assemble(WeightLayout layout, Level level, int tokens, int groups) {
    Product product =
        level == Level.AVX512
            ? new QuadProduct(layout, tokens, groups)
            : new PairProduct(layout, tokens, groups);
    return product.assemble();
  }

  /** Groups that are best taken together with {@code tokens} tokens: enough sums in flight. */
  static int groupsTogether(Level level, WeightLayout layout, int tokens) {
    if (level == Level.AVX512) {
      return 1; // successive blocks overlap, and one group is one stream of memory
    }
    int most = layout.largestWeight() == 31 || layout.largestWeight() == 63 ? 2 : 4;
    return tokens == 1 ? most : tokens == 2 ? 2 : 1;
  }

  private byte[] assemble() {
    a.push(RBX);
    a.push(RBP);
    a.push(R12);
    a.push(R13);
    a.add(RDX, RCX);
    a.mov(RCX, Mem.at(RSP, (PUSHED + 1) * Long.BYTES));
    a.imul(GROUP_BYTES, RCX, layout.recordBytes(level));
    constants();
    Label nextGroups = new Label();
    a.bind(nextGroups);
    for (int g = 1; g < groups; g++) {
      a.lea(BASES[g], Mem.at(BASES[g - 1], GROUP_BYTES, 1, 0));
    }
    a.mov(PANEL, RSI);
    a.xor(RECORD, RECORD);
    a.mov(RECORDS_LEFT, RCX);
    for (int i = 0; i < groups * tokens; i++) {
      a.vpxor(level.vec(i), level.vec(i), level.vec(i));
    }
    Label nextRecord = new Label();
    a.bind(nextRecord);
    layout.multiply(this);
    a.add(PANEL, layout.columns() / Panel.BLOCK * Panel.blockBytes(tokens));
    a.add(RECORD, layout.recordBytes(level));
    a.dec(RECORDS_LEFT);
    a.jnz(nextRecord);
    store();
    a.add(RDX, groups * level.bytes());
    for (int g = 0; g < groups; g++) {
      a.add(RDI, GROUP_BYTES);
    }
    a.sub(R9, groups);
    a.jnz(nextGroups);
    a.vzeroupper();
    a.pop(R13);
    a.pop(R12);
    a.pop(RBP);
    a.pop(RBX);
    a.ret();
    return a.toBytes();
  }

  private void store() {
    a.mov(R10, RDX);
    for (int t = 0; t < tokens; t++) {
      for (int g = 0; g < groups; g++) {
        a.vmovups(Mem.at(R10, g * level.bytes()), sum(g, t));
      }
      if (t < tokens - 1) {
        a.add(R10, R8);
      }
    }
  }

  /** Loads what stays the same for the whole routine. */
  abstract void constants();

  /** Begins a block of 32 columns, the {@code block}-th of the record, or a half of it. */
  abstract void start(int block, Panel.Start start);

  /** Adds the products of the loaded weights with four columns of each token. */
  abstract void multiply(int block, int quarter);

  /** Ends a block: adds its integers times both scales, those of the weights being loaded. */
  abstract void scale(int block);

  /** Adds the loaded factors times each token's sum of the block. */
  abstract void addSums(int block);

  /** Subtracts them. */
  abstract void subtractSums(int block);

  final Level level() {
    return level;
  }

  final int tokens() {
    return tokens;
  }

  final int groups() {
    return groups;
  }

  /** The sum so far of a group and token. */
  final Vec sum(int group, int token) {
    return level.vec(group * tokens + token);
  }

  /** The integer sum of the present block. */
  final Vec block(int group, int token) {
    return level.vec((groups + group) * tokens + token);
  }

  /** What was loaded for a group. */
  final Vec weights(int group) {
    return level.vec(weightsFrom + group);
  }

  /** Another register. */
  final Vec newRegister() {
    if (registers == level.registers()) {
      throw new IllegalStateException(
          "%s has no registers left for %d tokens by %d groups".formatted(level, tokens, groups));
    }
    return level.vec(registers++);
  }

  /** Fills each lane of a register with {@code bits}. */
  final void fill(Vec register, int bits) {
    Vec low = Vec.xmm(register.index());
    a.movl(RAX, bits);
    a.vmovd(low, RAX);
    a.vpbroadcastd(register, low);
  }

  /** Something at {@code offset} in the present record of a group. */
  final Mem record(int group, int offset) {
    return Mem.at(BASES[group], RECORD, 1, offset);
  }

  /** Something at {@code offset} in a block of the panel. */
  final Mem panel(int block, int offset) {
    return Mem.at(PANEL, block * Panel.blockBytes(tokens) + offset);
  }

  /** Loads float16 numbers, one a row. */
  final void loadHalves(int offset) {
    for (int g = 0; g < groups; g++) {
      a.vcvtph2ps(weights(g), record(g, offset));
    }
  }

  /** Loads bytes 0 to 255, one a row, times float16 numbers. */
  final void loadUnsignedTimesHalves(int bytes, int halves) {
    for (int g = 0; g < groups; g++) {
      a.vpmovzxbd(weights(g), record(g, bytes));
      timesHalves(g, halves);
    }
  }

  /** Loads bytes -128 to 127, one a row, times float16 numbers. */
  final void loadSignedTimesHalves(int bytes, int halves) {
    for (int g = 0; g < groups; g++) {
      a.vpmovsxbd(weights(g), record(g, bytes));
      timesHalves(g, halves);
    }
  }

  private void timesHalves(int group, int halves) {
    a.vcvtdq2ps(weights(group), weights(group));
    a.vcvtph2ps(spare(), record(group, halves));
    a.vmulps(weights(group), weights(group), spare());
  }

  /** Loads four columns of each row as bytes. */
  final void loadBytes(int offset) {
    for (int g = 0; g < groups; g++) {
      a.vmovdqu(weights(g), record(g, offset));
    }
  }

  /** Loads four columns of each row from the low halves of bytes. */
  final void loadLowNibbles(int offset) {
    for (int g = 0; g < groups; g++) {
      a.vpand(weights(g), nibbles(), record(g, offset));
    }
  }

  /** Loads four columns of each row from the high halves of bytes. */
  final void loadHighNibbles(int offset) {
    for (int g = 0; g < groups; g++) {
      a.vmovdqu(weights(g), record(g, offset));
      a.vpsrlw(weights(g), weights(g), 4);
      a.vpand(weights(g), weights(g), nibbles());
    }
  }

  /**
   * Loads four columns of each row from four bits that begin at bit {@code lowBit} (0 or 4) of the
   * bytes at {@code low}, and one or two more that begin at bit {@code highBit} of those at {@code
   * high}.
   */
  final void loadWithHighBits(int low, int lowBit, int high, int highBit) {
    for (int g = 0; g < groups; g++) {
      Vec weights = weights(g);
      a.vmovdqu(weights, record(g, high));
      if (highBit < 4) {
        a.vpsllw(weights, weights, 4 - highBit);
      } else if (highBit > 4) {
        a.vpsrlw(weights, weights, highBit - 4);
      }
      a.vpand(weights, weights, highBits());
      a.vmovdqu(spare(), record(g, low));
      if (lowBit > 0) {
        a.vpsrlw(spare(), spare(), lowBit);
      }
      a.vpand(spare(), spare(), nibbles());
      a.vpor(weights, weights, spare());
    }
  }

  /** Holds 0x0F in each byte. */
  abstract Vec nibbles();

  /** Holds in each byte the bits of the largest weight past the lowest four. */
  abstract Vec highBits();

  /** {@link #highBits} of four bytes. */
  final int highBitsOfBytes() {
    return (layout.largestWeight() & 0x30) * 0x01010101;
  }

  /** Free between any two steps. */
  abstract Vec spare();
}
