package ryot.engine.kernel.machine;

import static ryot.engine.kernel.machine.Gp.R10;
import static ryot.engine.kernel.machine.Gp.R8;
import static ryot.engine.kernel.machine.Gp.R9;
import static ryot.engine.kernel.machine.Gp.RAX;
import static ryot.engine.kernel.machine.Gp.RCX;
import static ryot.engine.kernel.machine.Gp.RDI;
import static ryot.engine.kernel.machine.Gp.RDX;
import static ryot.engine.kernel.machine.Gp.RSI;
import static ryot.engine.kernel.machine.Gp.RSP;

import java.util.Optional;
import ryot.engine.kernel.format.Iq4Codebook;

/**
 * The listing of a product of packed weights with one tile of activations. Each lane is a row of
 * weights; an accumulator belongs to one group of rows and one token, and goes through all columns
 * in order, so the sums are the same however rows and tokens are divided:
 *
 * <pre>
 * for each block: sum = fma(convert(exact integer product) * scale of x, scale of w, sum)
 * </pre>
 *
 * <p>One group of rows goes through memory at a time, which is one stream; its blocks do not depend
 * on each other and overlap by themselves. The routine is called as
 *
 * <pre>
 * void product(
 *     byte* weights,    rdi  the first group's records
 *     byte* panel,      rsi  the tile
 *     float* out,       rdx  an array
 *     long outOffset,   rcx  in it, bytes: row 0 of the first group, token 0
 *     long outStride,   r8   bytes from token to token
 *     long groups,      r9
 *     long records)     [rsp + 8]  of a group
 * </pre>
 */
abstract class Product {

  private static final Gp PANEL = RAX;
  private static final Gp RECORDS_LEFT = R10;

  /** A group's records follow each other, and so do the groups. */
  private static final Gp RECORD = RDI;

  private final IntegerLayout layout;
  private final Level level;
  private final int tokens;
  private final Vec weights;
  private final Vec spare;

  /** Holds in each byte the bits of a weight that lie together. */
  private final Vec lowBits;

  /** Holds in each byte the bits of the largest weight past those. */
  private final Vec highBits;

  /** Holds the levels that four bits choose, if they do, in each 16 bytes. */
  private final Optional<Vec> levels;

  private int registers;

  /** Where instructions go. */
  final Assembler a = new Assembler();

  final Macros macros;

  Product(IntegerLayout layout, Level level, int tokens) {
    this.layout = layout;
    this.level = level;
    this.tokens = tokens;
    macros = new Macros(a, level);
    registers = 2 * tokens;
    weights = newRegister();
    spare = newRegister();
    lowBits = newRegister();
    highBits = newRegister();
    levels = layout.choosesLevels() ? Optional.of(newRegister()) : Optional.empty();
  }

  /** The routine's code for tiles of {@code tokens}. */
  static byte[] assemble(IntegerLayout layout, Level level, int tokens) {
    Product product =
        level == Level.AVX512 ? new QuadProduct(layout, tokens) : new PairProduct(layout, tokens);
    return product.assemble();
  }

  private byte[] assemble() {
    a.add(RDX, RCX);
    a.mov(RCX, Mem.at(RSP, Long.BYTES));
    int low = (1 << layout.lowBits()) - 1;
    macros.fill(lowBits, low * 0x01010101);
    macros.fill(highBits, (layout.largestWeight() & 0x3F & ~low) * 0x01010101);
    Label codebook = new Label();
    levels.ifPresent(register -> a.vmovdqu(register, Mem.at(codebook)));
    constants();
    Label nextGroup = new Label();
    a.bind(nextGroup);
    a.mov(PANEL, RSI);
    a.mov(RECORDS_LEFT, RCX);
    for (int t = 0; t < tokens; t++) {
      a.vpxor(sum(t), sum(t), sum(t));
    }
    Label nextRecord = new Label();
    a.bind(nextRecord);
    layout.multiply(this);
    a.add(PANEL, layout.columns() / Panel.BLOCK * Panel.blockBytes(tokens));
    a.add(RECORD, layout.recordBytes(level));
    a.dec(RECORDS_LEFT);
    a.jnz(nextRecord);
    store();
    a.add(RDX, level.bytes());
    a.dec(R9);
    a.jnz(nextGroup);
    a.vzeroupper();
    a.ret();
    if (levels.isPresent()) {
      a.bind(codebook);
      codebook();
    }
    return a.toBytes();
  }

  /** The levels for each 16 bytes of a vector; without sign where weights are to be so. */
  private void codebook() {
    for (int i = 0; i < level.bytes(); i++) {
      int value = Iq4Codebook.level(i % Iq4Codebook.LEVELS);
      a.db(level == Level.AVX512 ? value + 128 : value & 0xFF);
    }
  }

  private void store() {
    a.mov(R10, RDX);
    for (int t = 0; t < tokens; t++) {
      a.vmovups(Mem.at(R10), sum(t));
      if (t < tokens - 1) {
        a.add(R10, R8);
      }
    }
  }

  /** Loads what else stays the same for the whole routine. */
  void constants() {}

  /** Begins a block of 32 columns, the {@code block}-th of the record, or a half of it. */
  void start(int block, Panel.Start start) {
    for (int t = 0; t < tokens; t++) {
      if (start == Panel.Start.ZERO) {
        a.vpxor(block(t), block(t), block(t));
      } else {
        loadStart(block(t), block, start, t);
      }
    }
  }

  /** What a token's accumulator starts from, to {@code into}; not for {@link Panel.Start#ZERO}. */
  final void loadStart(Vec into, int block, Panel.Start start, int token) {
    a.vpbroadcastd(into, panel(block, start.offset(tokens, token)));
    if (start.shift() > 0) {
      a.vpslld(into, into, start.shift());
    } else if (start.shift() < 0) {
      a.vpsrad(into, into, -start.shift());
    }
  }

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

  /** The sum so far of a token. */
  final Vec sum(int token) {
    return level.vec(token);
  }

  /** The integer sum of the present block. */
  final Vec block(int token) {
    return level.vec(tokens + token);
  }

  /** What was loaded. */
  final Vec weights() {
    return weights;
  }

  /** Another register. */
  final Vec newRegister() {
    if (registers == level.registers()) {
      throw new IllegalStateException(
          "%s has no registers left for %d tokens".formatted(level, tokens));
    }
    return level.vec(registers++);
  }

  /** Something at {@code offset} in the present record. */
  final Mem record(int offset) {
    return Mem.at(RECORD, offset);
  }

  /** Something at {@code offset} in a block of the panel. */
  final Mem panel(int block, int offset) {
    return Mem.at(PANEL, block * Panel.blockBytes(tokens) + offset);
  }

  /** Loads float16 numbers, one a row. */
  final void loadHalves(int offset) {
    a.vcvtph2ps(weights, record(offset));
  }

  /** Loads bytes 0 to 255, one a row, times float16 numbers. */
  final void loadUnsignedTimesHalves(int bytes, int halves) {
    a.vpmovzxbd(weights, record(bytes));
    timesHalves(halves);
  }

  /** Loads bytes -128 to 127, one a row, times float16 numbers. */
  final void loadSignedTimesHalves(int bytes, int halves) {
    a.vpmovsxbd(weights, record(bytes));
    timesHalves(halves);
  }

  /** Loads four bits from bit {@code bit} of bytes on, one a row, times float16 numbers. */
  final void loadNibbleTimesHalves(int bytes, int bit, int halves) {
    a.vpmovzxbd(weights, record(bytes));
    a.vpslld(weights, weights, 28 - bit);
    a.vpsrld(weights, weights, 28);
    timesHalves(halves);
  }

  private void timesHalves(int halves) {
    a.vcvtdq2ps(weights, weights);
    a.vcvtph2ps(spare, record(halves));
    a.vmulps(weights, weights, spare);
  }

  /** Loads four columns of each row as bytes. */
  final void loadBytes(int offset) {
    a.vmovdqu(weights, record(offset));
  }

  /**
   * Loads four columns of each row from the {@link IntegerLayout#lowBits} that begin at bit {@code
   * bit} of the bytes at {@code offset}.
   */
  final void loadBits(int offset, int bit) {
    loadBits(weights, offset, bit);
  }

  private void loadBits(Vec into, int offset, int bit) {
    if (bit == 0) {
      a.vpand(into, lowBits, record(offset));
    } else {
      a.vmovdqu(into, record(offset));
      a.vpsrlw(into, into, bit);
      a.vpand(into, into, lowBits);
    }
  }

  /** As {@link #loadBits}; then what is loaded is the levels that the bits choose. */
  final void loadLevels(int offset, int bit) {
    loadBits(weights, offset, bit);
    a.vpshufb(weights, levels.orElseThrow(), weights);
  }

  /**
   * As {@link #loadBits} from bit {@code lowBit} of the bytes at {@code low}, and above these one
   * or two more that begin at bit {@code highBit} of the bytes at {@code high}.
   */
  final void loadWithHighBits(int low, int lowBit, int high, int highBit) {
    int up = layout.lowBits() - highBit;
    a.vmovdqu(weights, record(high));
    if (up > 0) {
      a.vpsllw(weights, weights, up);
    } else if (up < 0) {
      a.vpsrlw(weights, weights, -up);
    }
    a.vpand(weights, weights, highBits);
    loadBits(spare, low, lowBit);
    a.vpor(weights, weights, spare);
  }

  /** Free between any two steps. */
  final Vec spare() {
    return spare;
  }
}
