package ryot.engine.kernel.machine;

import static ryot.engine.kernel.machine.Gp.R10;
import static ryot.engine.kernel.machine.Gp.R11;
import static ryot.engine.kernel.machine.Gp.R8;
import static ryot.engine.kernel.machine.Gp.R9;
import static ryot.engine.kernel.machine.Gp.RCX;
import static ryot.engine.kernel.machine.Gp.RDI;
import static ryot.engine.kernel.machine.Gp.RDX;
import static ryot.engine.kernel.machine.Gp.RSI;

/**
 * The listing that brings groups of rows from the file's order into records. It gathers the same
 * four bytes of a block from all rows of a group at once, one row a lane; what becomes of them is
 * for the {@link WeightLayout} to say. Of a group with several vectors of rows it does one vector.
 * (In Java, it was what a start waited for: the loops had run before the compiler was done with
 * them.) The routine is called as
 *
 * <pre>
 * long interleave(
 *     byte* rows,     rdi  the first group's first row in the file
 *     byte* records,  rsi  the first group's records
 *     long blocks,    rdx  of a row
 *     long groups,    rcx  at least one
 *     long rowBytes,  r8   from row to row in the file
 *     long last)      r9   the last row of a group that there is: lanes above it repeat that one
 * </pre>
 */
final class Interleave {
  private static final Gp BLOCK = R10;
  private static final Gp BLOCKS_LEFT = R11;

  /** Where the moves of a layout find what they have gathered, and what they may overwrite. */
  private final Vec gathered;

  private final Vec spare;
  private final Vec flipped;
  private final Vec mask;
  private final Vec index;
  private final Assembler a = new Assembler();
  private final Level level;
  private final Macros macros;

  private Interleave(Level level) {
    this.level = level;
    macros = new Macros(a, level);
    gathered = level.vec(0);
    spare = level.vec(1);
    flipped = level.vec(2);
    mask = level.vec(3);
    index = level.vec(4);
  }

  /** The routine's code. */
  static byte[] assemble(WeightLayout layout, Level level) {
    return new Interleave(level).assemble(layout);
  }

  private byte[] assemble(WeightLayout layout) {
    Label lanes = new Label();
    a.vmovd(spare.xmm(), R9);
    a.vpbroadcastd(spare, spare.xmm());
    a.vpminsd(spare, spare, Mem.at(lanes));
    a.vmovd(index.xmm(), R8);
    a.vpbroadcastd(index, index.xmm());
    a.vpmulld(index, index, spare);
    a.imul(R8, R8, level.lanes());
    Label nextGroup = new Label();
    a.bind(nextGroup);
    a.mov(BLOCK, RDI);
    a.mov(BLOCKS_LEFT, RDX);
    Label nextBlock = new Label();
    a.bind(nextBlock);
    layout.pack(this);
    a.add(BLOCK, layout.rowBytes());
    a.add(RSI, layout.recordBytes(level));
    a.dec(BLOCKS_LEFT);
    a.jnz(nextBlock);
    a.add(RDI, R8);
    a.dec(RCX);
    a.jnz(nextGroup);
    a.vzeroupper();
    a.ret();
    a.bind(lanes);
    for (int i = 0; i < level.lanes(); i++) {
      a.dd(i);
    }
    return a.toBytes();
  }

  Level level() {
    return level;
  }

  /**
   * Four bytes of every row to a vector each, {@code count} times.
   *
   * @param from in the block
   * @param to in the record
   */
  void spread(int from, int count, int to) {
    for (int i = 0; i < count; i++) {
      gather(from + i * Integer.BYTES);
      a.vmovdqu(to(to + i * level.bytes()), gathered);
    }
  }

  /** As {@link #spread}, all signs of bytes turned over. */
  void spreadSignsFlipped(int from, int count, int to) {
    macros.fill(flipped, 0x80808080);
    for (int i = 0; i < count; i++) {
      gather(from + i * Integer.BYTES);
      a.vpxor(gathered, gathered, flipped);
      a.vmovdqu(to(to + i * level.bytes()), gathered);
    }
  }

  /** The first two of the four bytes at {@code from} to 16 bits a row. */
  void lowHalf(int from, int to) {
    gather(from);
    storeHalves(to);
  }

  /** The last two of them. */
  void highHalf(int from, int to) {
    gather(from);
    a.vpsrld(gathered, gathered, Short.SIZE);
    storeHalves(to);
  }

  /** Each of the four bytes at {@code from} to a byte a row. */
  void bytes(int from, int to) {
    gather(from);
    storeBytes(gathered, to);
  }

  /**
   * The twelve bytes at {@code from}, which are eight scales and eight minima of six bits, to a
   * byte a row each; the later four of both are in two pieces.
   */
  void sixBits(int from, int scales, int minima) {
    int four = 4 * level.lanes();
    Vec first = level.vec(5);
    Vec second = level.vec(6);
    Vec third = level.vec(7);
    load(first, from);
    load(second, from + Integer.BYTES);
    load(third, from + 2 * Integer.BYTES);
    macros.fill(flipped, 0x3F3F3F3F);
    storeMasked(first, scales);
    storeMasked(second, minima);
    sixBits(third, 0, first, 6);
    storeBytes(spare, scales + four);
    sixBits(third, 4, second, 6);
    storeBytes(spare, minima + four);
  }

  /**
   * The twelve bytes at {@code from}, which are sixteen numbers of six bits, to a byte a row each,
   * less 32. The four low bits are nibbles of the first eight bytes, low ones first; the two high
   * ones lie in the last four.
   */
  void signedSixBits(int from, int to) {
    Vec[] low = {level.vec(5), level.vec(6)};
    Vec high = level.vec(7);
    load(low[0], from);
    load(low[1], from + Integer.BYTES);
    load(high, from + 2 * Integer.BYTES);
    for (int four = 0; four < 4; four++) {
      sixBits(low[four % 2], four / 2 * 4, high, 2 * four);
      storeLess32(to + 4 * four * level.lanes());
    }
  }

  /**
   * Eight numbers of six bits, to a byte a row each, less 32: those of even index, then the others.
   * Their four low bits are the nibbles of the second four bytes at {@code from}, the two high ones
   * lie in turn in the 16 bits before these.
   */
  void signedSixBitsByTwos(int from, int to) {
    Vec high = level.vec(5);
    Vec low = level.vec(6);
    load(high, from);
    load(low, from + Integer.BYTES);
    for (int odd = 0; odd < 2; odd++) {
      Vec spread = level.vec(7);
      a.vpxor(spread, spread, spread);
      for (int i = 0; i < Integer.BYTES; i++) {
        int bit = Short.SIZE + 4 * i + 2 * odd;
        a.vpsrld(gathered, high, bit - 8 * i - 4);
        macros.fill(mask, 0x30 << (8 * i));
        a.vpand(gathered, gathered, mask);
        a.vpor(spread, spread, gathered);
      }
      sixBits(low, 4 * odd, spread, 4);
      storeLess32(to + 4 * odd * level.lanes());
    }
  }

  /**
   * The 32 bits at {@code from}, which belong to a column each, to four bytes a row: bit k of byte
   * b is that of column 4k + b.
   */
  void columnBits(int from, int to) {
    gather(from);
    // Of a bit's index, 4k + b, the two bits of b go before the three of k.
    swapIndexBits(4, 1);
    swapIndexBits(3, 0);
    swapIndexBits(2, 1);
    swapIndexBits(1, 0);
    a.vmovdqu(to(to), gathered);
  }

  /** Gathered bits trade places with those whose index differs in having two bits exchanged. */
  private void swapIndexBits(int high, int low) {
    int distance = (1 << high) - (1 << low);
    int lower = 0;
    for (int i = 0; i < Integer.SIZE; i++) {
      if ((i >> low & 1) == 1 && (i >> high & 1) == 0) {
        lower |= 1 << i;
      }
    }
    macros.fill(mask, lower);
    a.vpsrld(spare, gathered, distance);
    a.vpxor(spare, spare, gathered);
    a.vpand(spare, spare, mask);
    a.vpxor(gathered, gathered, spare);
    a.vpslld(spare, spare, distance);
    a.vpxor(gathered, gathered, spare);
  }

  private void load(Vec into, int from) {
    gather(from);
    a.vmovdqa(into, gathered);
  }

  private void storeMasked(Vec numbers, int to) {
    a.vpand(spare, numbers, flipped);
    storeBytes(spare, to);
  }

  /**
   * Each byte of {@code spare} becomes the four bits of {@code low} from bit {@code lowBit} on, and
   * above them the two of {@code high} from bit {@code highBit} on.
   */
  private void sixBits(Vec low, int lowBit, Vec high, int highBit) {
    macros.fill(mask, 0x0F0F0F0F);
    a.vpsrld(spare, low, lowBit);
    a.vpand(spare, spare, mask);
    macros.fill(mask, 0x30303030);
    if (highBit < 4) {
      a.vpslld(gathered, high, 4 - highBit);
    } else {
      a.vpsrld(gathered, high, highBit - 4);
    }
    a.vpand(gathered, gathered, mask);
    a.vpor(spare, spare, gathered);
  }

  private void storeLess32(int to) {
    macros.fill(mask, 0x20202020);
    a.vpsubb(spare, spare, mask);
    storeBytes(spare, to);
  }

  private void gather(int from) {
    Gathered rows = new Gathered(BLOCK, index, 1, from);
    if (level == Level.AVX512) {
      a.kxnorw(Mask.K1, Mask.K1, Mask.K1);
      a.vpgatherdd(gathered.masked(Mask.K1), rows);
    } else {
      a.vpcmpeqd(mask, mask, mask);
      a.vpgatherdd(gathered, rows, mask);
    }
  }

  private void storeHalves(int to) {
    if (level == Level.AVX512) {
      a.vpmovdw(to(to), gathered);
      return;
    }
    macros.fill(mask, 0xFFFF);
    a.vpand(gathered, gathered, mask);
    a.vpackusdw(gathered, gathered, gathered); // within 128 bits
    a.vpermq(gathered, gathered, 0x08);
    a.vmovdqu(to(to), gathered.xmm());
  }

  private void storeBytes(Vec numbers, int to) {
    for (int i = 0; i < Integer.BYTES; i++) {
      if (level == Level.AVX512) {
        a.vpmovdb(to(to + i * level.lanes()), numbers);
      } else {
        macros.fill(mask, 0xFF);
        a.vpand(mask, mask, numbers);
        a.vpackusdw(mask, mask, mask);
        a.vpermq(mask, mask, 0x08);
        a.vpackuswb(mask.xmm(), mask.xmm(), mask.xmm());
        a.vmovq(to(to + i * level.lanes()), mask.xmm());
      }
      if (i < Integer.BYTES - 1) {
        a.vpsrld(numbers, numbers, Byte.SIZE);
      }
    }
  }

  private static Mem to(int offset) {
    return Mem.at(RSI, offset);
  }
}
