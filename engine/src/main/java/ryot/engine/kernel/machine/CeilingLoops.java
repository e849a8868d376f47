package ryot.engine.kernel.machine;

import static ryot.engine.kernel.machine.Gp.RAX;
import static ryot.engine.kernel.machine.Gp.RDI;
import static ryot.engine.kernel.machine.Gp.RSI;

/**
 * Listings of loops that do one thing only, as fast as a processor can. Each keeps more sums than
 * the latency of its instruction takes to hide, and returns what it computed, so that a test can
 * tell whether it did.
 */
final class CeilingLoops {

  /** Vectors that one turn of the reading loop takes: at 512 bits, eight cache lines. */
  private static final int READS = 8;

  /** Of 16 registers, 12 for sums leave two for the factors. */
  private static final int FLOAT_SUMS = 12;

  private static final int QUAD_SUMS = 16;
  private static final int PAIR_SUMS = 4;

  /** Products of pairs that are added in 16 bits before they are widened, as of a block of 32. */
  private static final int PAIRS_TOGETHER = 4;

  private static final int ONES_8 = 0x01010101;
  private static final int ONES_16 = 0x00010001;

  private final Assembler a = new Assembler();
  private final Level level;
  private final Macros macros;

  private CeilingLoops(Level level) {
    this.level = level;
    macros = new Macros(a, level);
  }

  /**
   * {@code long read(byte* memory: rdi, long bytes: rsi)}: all of memory's bits in one, folded to
   * 64.
   */
  static byte[] read(Level level) {
    return new CeilingLoops(level).read();
  }

  /**
   * {@code long floats(long rounds: rdi)}: the bits of the float that the lowest lane of the first
   * sum holds, {@code rounds} times 1 * 1.
   */
  static byte[] floats(Level level) {
    return new CeilingLoops(level).floats();
  }

  /** Multiply-and-adds of a round of {@link #floats}. */
  static int floatsPerRound(Level level) {
    return FLOAT_SUMS * level.lanes();
  }

  /** {@code long bytes(long rounds: rdi)}: the lowest lane of all sums of 1 * 1. */
  static byte[] bytes(Level level) {
    return new CeilingLoops(level).bytes();
  }

  /** Multiply-and-adds of a round of {@link #bytes}. */
  static int bytesPerRound(Level level) {
    return level.bytes() * (level == Level.AVX512 ? QUAD_SUMS : PAIR_SUMS * PAIRS_TOGETHER);
  }

  private byte[] read() {
    Label next = new Label();
    zero(READS);
    a.add(RSI, RDI); // the end
    a.align(32);
    a.bind(next);
    for (int i = 0; i < READS; i++) {
      a.vpor(level.vec(i), level.vec(i), Mem.at(RDI, i * level.bytes()));
    }
    a.add(RDI, READS * level.bytes());
    a.cmp(RDI, RSI);
    a.jb(next);
    for (int i = 1; i < READS; i++) {
      a.vpor(level.vec(0), level.vec(0), level.vec(i));
    }
    Vec all = level.vec(0);
    Vec upper = level.vec(1);
    if (level == Level.AVX512) {
      a.vextracti64x4(upper.ymm(), all, 1);
      a.vpor(all.ymm(), all.ymm(), upper.ymm());
    }
    a.vextracti128(upper.xmm(), all.ymm(), 1);
    a.vpor(all.xmm(), all.xmm(), upper.xmm());
    a.vpunpckhqdq(upper.xmm(), all.xmm(), all.xmm());
    a.vpor(all.xmm(), all.xmm(), upper.xmm());
    a.vmovq(RAX, all.xmm());
    return leave();
  }

  private byte[] floats() {
    Vec factor = level.vec(FLOAT_SUMS);
    Vec other = level.vec(FLOAT_SUMS + 1);
    zero(FLOAT_SUMS);
    macros.fill(factor, Float.floatToRawIntBits(1));
    macros.fill(other, Float.floatToRawIntBits(1));
    Label next = begin();
    for (int i = 0; i < FLOAT_SUMS; i++) {
      a.vfmadd231ps(level.vec(i), factor, other);
    }
    again(next);
    a.vmovd(RAX, level.vec(0).xmm());
    return leave();
  }

  private byte[] bytes() {
    return level == Level.AVX512 ? quads() : pairs();
  }

  /** By VNNI: four products and their sum in one instruction. */
  private byte[] quads() {
    Vec weights = level.vec(QUAD_SUMS);
    Vec activations = level.vec(QUAD_SUMS + 1);
    zero(QUAD_SUMS);
    macros.fill(weights, ONES_8);
    macros.fill(activations, ONES_8);
    Label next = begin();
    for (int i = 0; i < QUAD_SUMS; i++) {
      a.vpdpbusd(level.vec(i), weights, activations);
    }
    again(next);
    return sum(QUAD_SUMS);
  }

  /** By AVX2, as weights of four bits allow it: a block's pairs are added in 16 bits. */
  private byte[] pairs() {
    Vec weights = level.vec(3 * PAIR_SUMS);
    Vec activations = level.vec(3 * PAIR_SUMS + 1);
    Vec ones = level.vec(3 * PAIR_SUMS + 2);
    zero(PAIR_SUMS);
    macros.fill(weights, ONES_8);
    macros.fill(activations, ONES_8);
    macros.fill(ones, ONES_16);
    Label next = begin();
    for (int i = 0; i < PAIR_SUMS; i++) {
      a.vpmaddubsw(block(i), weights, activations);
    }
    for (int pair = 1; pair < PAIRS_TOGETHER; pair++) {
      for (int i = 0; i < PAIR_SUMS; i++) {
        a.vpmaddubsw(product(i), weights, activations);
        a.vpaddw(block(i), block(i), product(i));
      }
    }
    for (int i = 0; i < PAIR_SUMS; i++) {
      a.vpmaddwd(block(i), block(i), ones);
      a.vpaddd(level.vec(i), level.vec(i), block(i));
    }
    again(next);
    return sum(PAIR_SUMS);
  }

  private Vec block(int sum) {
    return level.vec(PAIR_SUMS + sum);
  }

  private Vec product(int sum) {
    return level.vec(2 * PAIR_SUMS + sum);
  }

  private byte[] sum(int sums) {
    for (int i = 1; i < sums; i++) {
      a.vpaddd(level.vec(0), level.vec(0), level.vec(i));
    }
    a.vmovd(RAX, level.vec(0).xmm());
    return leave();
  }

  private Label begin() {
    Label next = new Label();
    a.align(32);
    a.bind(next);
    return next;
  }

  private void again(Label next) {
    a.dec(RDI);
    a.jnz(next);
  }

  private byte[] leave() {
    a.vzeroupper();
    a.ret();
    return a.toBytes();
  }

  private void zero(int registers) {
    for (int i = 0; i < registers; i++) {
      a.vpxor(level.vec(i), level.vec(i), level.vec(i));
    }
  }
}
