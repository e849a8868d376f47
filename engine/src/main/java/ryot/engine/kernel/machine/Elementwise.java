package ryot.engine.kernel.machine;

import static ryot.engine.kernel.machine.Gp.R8;
import static ryot.engine.kernel.machine.Gp.R9;
import static ryot.engine.kernel.machine.Gp.RCX;
import static ryot.engine.kernel.machine.Gp.RDI;
import static ryot.engine.kernel.machine.Gp.RDX;
import static ryot.engine.kernel.machine.Gp.RSI;
import static ryot.engine.kernel.machine.Gp.RSP;

import ryot.engine.kernel.FixedSum;

/**
 * The listings of the work between products: normalization, residuals, the gate. Written for
 * vectors, of which a row is a whole number; rows of other lengths are left to the next kernels.
 * Called as {@link ArrayCall} says, with
 *
 * <pre>
 *     float* x,      rdi  an array, read and written
 *     long xOffset,  rsi  in it, bytes
 *     long count,    rdx  numbers; a multiple of the lanes, of the norm of {@link FixedSum#LANES}
 *     float* y,      rcx  an array: the weights of the norm, what is added, what is gated
 *     float* out,    r8   an array, of the norm only
 *     long offset,   r9   bytes in out, of the norm; else in y
 *     long epsilon   [rsp + 8]  float32 bits, of the norm only
 * </pre>
 */
final class Elementwise {
  private final Assembler a = new Assembler();
  private final Level level;
  private final Macros macros;
  private final Vec v0;
  private final Vec v1;
  private final Vec v2;
  private final Vec v3;
  private final Vec v4;
  private final Vec v5;

  private Elementwise(Level level) {
    this.level = level;
    macros = new Macros(a, level);
    v0 = level.vec(0);
    v1 = level.vec(1);
    v2 = level.vec(2);
    v3 = level.vec(3);
    v4 = level.vec(4);
    v5 = level.vec(5);
  }

  /**
   * {@code out = x weights / sqrt(mean(x^2) + epsilon)}; x is left as it is. Squares are added as
   * {@link FixedSum} says.
   */
  static byte[] rmsNorm(Level level) {
    return new Elementwise(level).norm();
  }

  /** {@code x += y}. */
  static byte[] add(Level level) {
    Elementwise e = new Elementwise(level);
    e.overBoth(
        () -> {
          e.a.vmovups(e.v0, Mem.at(RDI));
          e.a.vaddps(e.v0, e.v0, Mem.at(RCX));
          e.a.vmovups(Mem.at(RDI), e.v0);
        });
    return e.a.toBytes();
  }

  /** {@code x = x / (1 + e^-x) y}. */
  static byte[] swiGlu(Level level) {
    return new Elementwise(level).gate();
  }

  private byte[] norm() {
    a.add(RDI, RSI);
    a.add(R8, R9);
    a.mov(RSI, RDI);
    a.mov(R9, RDX);
    Vec[] sums = {v0, v2};
    int vectors = FixedSum.LANES / level.lanes();
    for (int i = 0; i < vectors; i++) {
      a.vpxor(sums[i], sums[i], sums[i]);
    }
    Label square = new Label();
    a.bind(square);
    for (int i = 0; i < vectors; i++) {
      a.vmovups(v1, Mem.at(RSI, i * level.bytes()));
      a.vfmadd231ps(sums[i], v1, v1);
    }
    a.add(RSI, vectors * level.bytes());
    a.sub(R9, FixedSum.LANES);
    a.jnz(square);
    if (vectors == 2) {
      a.vaddps(v0, v0, v2);
    }
    macros.fold(v0, v1, (into, other) -> a.vaddps(into, into, other));
    Vec sum = v0.xmm();
    Vec x = v1.xmm();
    a.vpxor(x, x, x);
    a.vcvtsi2ss(x, x, RDX);
    a.vdivps(sum, sum, x);
    a.vmovss(x, Mem.at(RSP, Long.BYTES));
    a.vaddps(sum, sum, x);
    a.vsqrtss(sum, sum, sum);
    macros.fill(x, Float.floatToRawIntBits(1));
    a.vdivps(x, x, sum);
    a.vbroadcastss(v0, x);
    Label scale = new Label();
    a.bind(scale);
    a.vmulps(v1, v0, Mem.at(RDI));
    a.vmulps(v1, v1, Mem.at(RCX));
    a.vmovups(Mem.at(R8), v1);
    a.add(RDI, level.bytes());
    a.add(RCX, level.bytes());
    a.add(R8, level.bytes());
    a.sub(RDX, level.lanes());
    a.jnz(scale);
    a.vzeroupper();
    a.ret();
    return a.toBytes();
  }

  /**
   * The exponential is of {@code -|x|}, which cannot overflow: {@code x / (1 + e^-x)} is {@code
   * (max(x, 0) + min(x, 0) e) / (1 + e)}. Operands are ordered so that what is not a number stays
   * so.
   */
  private byte[] gate() {
    Exponential exponential = new Exponential(a, level);
    Vec zero = level.vec(6);
    Vec one = level.vec(7);
    a.vpxor(zero, zero, zero);
    macros.fill(one, Float.floatToRawIntBits(1));
    overBoth(
        () -> {
          a.vmovups(v0, Mem.at(RDI));
          a.vsubps(v1, zero, v0);
          a.vminps(v1, v1, v0);
          exponential.apply(v1, v2, v3, v4);
          a.vminps(v2, zero, v0);
          a.vmaxps(v5, zero, v0);
          a.vfmadd231ps(v5, v2, v1);
          a.vaddps(v1, v1, one);
          a.vdivps(v5, v5, v1);
          a.vmulps(v5, v5, Mem.at(RCX));
          a.vmovups(Mem.at(RDI), v5);
        });
    exponential.data();
    return a.toBytes();
  }

  /** Writes a loop over x and y, and the return. */
  private void overBoth(Runnable body) {
    a.add(RDI, RSI);
    a.add(RCX, R9);
    Label next = new Label();
    a.bind(next);
    body.run();
    a.add(RDI, level.bytes());
    a.add(RCX, level.bytes());
    a.sub(RDX, level.lanes());
    a.jnz(next);
    a.vzeroupper();
    a.ret();
  }
}
