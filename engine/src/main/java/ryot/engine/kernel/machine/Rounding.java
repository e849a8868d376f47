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

/**
 * The listing that rounds a tile of activations to eight bits, block by block:
 *
 * <pre>
 * largest = max(|x|, 1e-30);  scale = largest * (1 / 127);  quant = round(x * (127 / largest))
 * </pre>
 *
 * with ties to even, and fills the {@link Panel}. The routine is called as
 *
 * <pre>
 * void round(
 *     float* x,        rdi  an array
 *     long xOffset,    rsi  in it, bytes: the tile's first token
 *     long xStride,    rdx  bytes from token to token
 *     long blocks,     rcx  of 32 columns, in a token
 *     byte* panel,     r8   the tile
 *     long tokens)     r9   of the tile
 * </pre>
 */
final class Rounding {
  private static final int SIGNLESS = 0x7FFFFFFF;
  private static final float TINY = 1e-30f;
  private static final float STEPS = 127;

  private static final Gp X = R12;
  private static final Gp QUANTS = RAX;

  /** The block's numbers: the first, and the fourth. */
  private static final Gp NUMBERS = R10;

  private static final Gp LATER_NUMBERS = R11;
  private static final Gp NUMBER_BYTES = RBX;
  private static final Gp BLOCK_BYTES = RBP;
  private static final Gp BLOCKS_LEFT = R13;

  private final Assembler a = new Assembler();
  private final Level level;
  private final Macros macros;
  private final int vectors;
  private final Vec signless;
  private final Vec tiny;
  private final Vec steps;
  private final Vec step;
  private final Vec order;

  private Rounding(Level level) {
    this.level = level;
    macros = new Macros(a, level);
    vectors = Panel.BLOCK / level.lanes();
    signless = level.vec(11);
    tiny = level.vec(12);
    steps = level.vec(13);
    step = level.vec(14);
    order = level.vec(15);
  }

  /** The routine's code. */
  static byte[] assemble(Level level) {
    return new Rounding(level).assemble();
  }

  private byte[] assemble() {
    Label quads = new Label();
    a.push(RBX);
    a.push(RBP);
    a.push(R12);
    a.push(R13);
    a.add(RDI, RSI);
    a.mov(RSI, R9); // tokens left
    a.imul(BLOCK_BYTES, R9, Panel.blockBytes(1));
    a.imul(NUMBER_BYTES, R9, Float.BYTES);
    macros.fill(signless, SIGNLESS);
    macros.fill(tiny, Float.floatToRawIntBits(TINY));
    macros.fill(steps, Float.floatToRawIntBits(STEPS));
    macros.fill(step, Float.floatToRawIntBits(1 / STEPS));
    if (level == Level.AVX2) {
      a.vmovdqu(order, Mem.at(quads));
    }
    a.imul(R10, R9, Panel.BLOCK);
    a.mov(QUANTS, R8);
    a.add(R8, R10); // the first token's numbers
    Label nextToken = new Label();
    a.bind(nextToken);
    a.mov(X, RDI);
    a.mov(BLOCKS_LEFT, RCX);
    a.push(QUANTS);
    a.mov(NUMBERS, R8);
    a.lea(LATER_NUMBERS, Mem.at(NUMBERS, NUMBER_BYTES, 2, 0));
    a.add(LATER_NUMBERS, NUMBER_BYTES);
    Label nextBlock = new Label();
    a.bind(nextBlock);
    block();
    a.add(X, Panel.BLOCK * Float.BYTES);
    a.add(QUANTS, BLOCK_BYTES);
    a.add(NUMBERS, BLOCK_BYTES);
    a.add(LATER_NUMBERS, BLOCK_BYTES);
    a.dec(BLOCKS_LEFT);
    a.jnz(nextBlock);
    a.pop(QUANTS);
    a.add(QUANTS, Panel.BLOCK);
    a.add(R8, Float.BYTES);
    a.add(RDI, RDX);
    a.dec(RSI);
    a.jnz(nextToken);
    a.vzeroupper();
    a.pop(R13);
    a.pop(R12);
    a.pop(RBP);
    a.pop(RBX);
    a.ret();
    a.bind(quads);
    for (int i : new int[] {0, 4, 1, 5, 2, 6, 3, 7}) {
      a.dd(i);
    }
    return a.toBytes();
  }

  private void block() {
    for (int i = 0; i < vectors; i++) {
      a.vmovups(level.vec(i), Mem.at(X, i * level.bytes()));
    }
    Vec largest = largest();
    Vec scale = Vec.xmm(6);
    a.vmulps(scale, largest, step.xmm());
    a.vmovss(Mem.at(NUMBERS), scale);
    a.vdivps(Vec.xmm(5), steps.xmm(), largest);
    Vec inverse = level.vec(5);
    a.vbroadcastss(inverse, Vec.xmm(5));
    for (int i = 0; i < vectors; i++) {
      a.vmulps(level.vec(i), level.vec(i), inverse);
      a.vcvtps2dq(level.vec(i), level.vec(i));
    }
    sums(scale);
    storeQuants();
  }

  /** The largest magnitude of the block, in each lane of xmm4. */
  private Vec largest() {
    Vec largest = level.vec(4);
    a.vpand(largest, signless, level.vec(0));
    for (int i = 1; i < vectors; i++) {
      a.vpand(level.vec(5), signless, level.vec(i));
      a.vmaxps(largest, largest, level.vec(5));
    }
    macros.fold(largest, level.vec(5), (into, other) -> a.vmaxps(into, into, other));
    Vec x = largest.xmm();
    a.vmaxps(x, x, tiny.xmm());
    return x;
  }

  /** Sums of the quants, scaled in the ways that products need. */
  private void sums(Vec scale) {
    Vec first = Vec.ymm(7);
    Vec last = Vec.ymm(8);
    if (level == Level.AVX512) {
      a.vextracti64x4(first, Vec.zmm(0), 1);
      a.vpaddd(first, first, Vec.ymm(0));
      a.vextracti64x4(last, Vec.zmm(1), 1);
      a.vpaddd(last, last, Vec.ymm(1));
    } else {
      a.vpaddd(first, Vec.ymm(0), Vec.ymm(1));
      a.vpaddd(last, Vec.ymm(2), Vec.ymm(3));
    }
    a.vphaddd(first, first, last);
    a.vextracti128(Vec.xmm(8), first, 1);
    Vec halves = Vec.xmm(7);
    a.vpaddd(halves, halves, Vec.xmm(8));
    a.vphaddd(halves, halves, halves); // first, last, first, last
    Vec sum = Vec.xmm(8);
    a.vphaddd(sum, halves, halves);
    a.vcvtdq2ps(Vec.xmm(9), sum);
    a.vmulps(Vec.xmm(9), Vec.xmm(9), scale);
    a.vmovss(Mem.at(NUMBERS, NUMBER_BYTES, 1, 0), Vec.xmm(9));
    Vec zero = Vec.xmm(10);
    a.vpxor(zero, zero, zero);
    a.vpsubd(sum, zero, sum);
    a.vpslld(Vec.xmm(9), sum, 3);
    a.vmovss(Mem.at(NUMBERS, NUMBER_BYTES, 2, 0), Vec.xmm(9));
    a.vpslld(Vec.xmm(9), sum, 7);
    a.vmovss(Mem.at(LATER_NUMBERS), Vec.xmm(9));
    a.vpsubd(halves, zero, halves);
    a.vpslld(halves, halves, 5);
    a.vmovss(Mem.at(LATER_NUMBERS, NUMBER_BYTES, 1, 0), halves);
    a.vpermilps(halves, halves, 0xB1);
    a.vmovss(Mem.at(LATER_NUMBERS, NUMBER_BYTES, 2, 0), halves);
  }

  private void storeQuants() {
    if (level == Level.AVX512) {
      a.vpmovdb(Mem.at(QUANTS), Vec.zmm(0));
      a.vpmovdb(Mem.at(QUANTS, Panel.BLOCK / 2), Vec.zmm(1));
    } else {
      a.vpackssdw(Vec.ymm(0), Vec.ymm(0), Vec.ymm(1));
      a.vpackssdw(Vec.ymm(2), Vec.ymm(2), Vec.ymm(3));
      a.vpacksswb(Vec.ymm(0), Vec.ymm(0), Vec.ymm(2));
      a.vpermd(Vec.ymm(0), order, Vec.ymm(0)); // packing works within 128 bits
      a.vmovdqu(Mem.at(QUANTS), Vec.ymm(0));
    }
  }
}
