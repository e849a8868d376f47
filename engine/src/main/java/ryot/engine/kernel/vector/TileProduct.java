package ryot.engine.kernel.vector;

import static ryot.engine.kernel.vector.TokenTiles.TOKENS;
import static ryot.engine.kernel.vector.WordLayout.BLOCK;
import static ryot.engine.kernel.vector.WordLayout.VECTOR;
import static ryot.engine.kernel.vector.WordLayout.WORDS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Products of a group of rows with a tile of tokens, in float32. Sums of 32 products of integers of
 * eight bits stay below 2^20, so they are exact, and a product has the bits that {@link
 * WordProduct} gives it. There a product takes a multiplication of words, an addition and, sooner
 * or later, the widening of sums; here it is half of what one instruction does.
 *
 * <p>A vector of weights serves eight tokens, whose sums hide the latency of additions.
 */
final class TileProduct {
  private static final int TOKEN = TokenTiles.TOKEN_BYTES;

  private TileProduct() {}

  /**
   * Writes {@link UnpackedWords} as {@code [columns, L]} float32.
   *
   * @param weights absolute address
   */
  static void widen(long unpacked, int blocks, long weights) {
    for (int i = 0; i < blocks * WORDS; i++) {
      IntVector two = Lanes.integers(Lanes.known(unpacked + (long) i * VECTOR));
      IntVector even = two.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16);
      IntVector odd = two.lanewise(VectorOperators.ASHR, 16);
      long to = Lanes.known(weights + 2L * i * VECTOR);
      Lanes.store(Lanes.toFloat(even), to);
      Lanes.store(Lanes.toFloat(odd), to + VECTOR);
    }
  }

  /**
   * Writes the exact sums of products, {@code [blocks, 8, L]}.
   *
   * @param weights absolute address of {@code [blocks, 32, L]}
   * @param x absolute address of {@link TokenTiles#quants}
   * @param exact absolute address
   */
  static void multiply(long weights, int blocks, long x, long exact) {
    for (int i = 0; i < blocks; i++) {
      FloatVector a = Lanes.zero();
      FloatVector b = Lanes.zero();
      FloatVector c = Lanes.zero();
      FloatVector d = Lanes.zero();
      FloatVector e = Lanes.zero();
      FloatVector f = Lanes.zero();
      FloatVector g = Lanes.zero();
      FloatVector h = Lanes.zero();
      long from = Lanes.known(weights + (long) i * BLOCK * VECTOR);
      long block = x + (long) i * TokenTiles.BLOCK_BYTES;
      for (int k = 0; k < BLOCK; k++) {
        FloatVector w = Lanes.floats(Lanes.known(from + (long) k * VECTOR));
        long at = Lanes.known(block + (long) k * Float.BYTES);
        a = Lanes.spread(at).fma(w, a);
        b = Lanes.spread(at + TOKEN).fma(w, b);
        c = Lanes.spread(at + 2 * TOKEN).fma(w, c);
        d = Lanes.spread(at + 3 * TOKEN).fma(w, d);
        e = Lanes.spread(at + 4 * TOKEN).fma(w, e);
        f = Lanes.spread(at + 5 * TOKEN).fma(w, f);
        g = Lanes.spread(at + 6 * TOKEN).fma(w, g);
        h = Lanes.spread(at + 7 * TOKEN).fma(w, h);
      }
      long to = Lanes.known(exact + (long) i * TOKENS * VECTOR);
      Lanes.store(a, to);
      Lanes.store(b, to + VECTOR);
      Lanes.store(c, to + 2 * VECTOR);
      Lanes.store(d, to + 3 * VECTOR);
      Lanes.store(e, to + 4 * VECTOR);
      Lanes.store(f, to + 5 * VECTOR);
      Lanes.store(g, to + 6 * VECTOR);
      Lanes.store(h, to + 7 * VECTOR);
    }
  }

  /**
   * Adds exact sums, times both scales, to {@code [8, L]} floats, in the order of the columns; four
   * tokens at a time, as each addition waits for the one before.
   *
   * @param exact absolute address of {@code [blocks, 8, L]}
   * @param unpacked absolute address of {@link UnpackedWords}, whose scales are read
   * @param scales absolute address of {@link TokenTiles#scales}
   * @param sums absolute address of what is added to
   */
  static void addScaled(long exact, int blocks, long unpacked, long scales, long sums) {
    for (int t = 0; t < TOKENS; t += 4) {
      long to = Lanes.known(sums + (long) t * VECTOR);
      FloatVector a = Lanes.floats(to);
      FloatVector b = Lanes.floats(to + VECTOR);
      FloatVector c = Lanes.floats(to + 2 * VECTOR);
      FloatVector d = Lanes.floats(to + 3 * VECTOR);
      for (int i = 0; i < blocks; i++) {
        long from = Lanes.known(exact + ((long) i * TOKENS + t) * VECTOR);
        long x = Lanes.known(scales + ((long) i * TOKENS + t) * Float.BYTES);
        FloatVector scale = UnpackedWords.scale(Lanes.known(unpacked), i);
        a = Lanes.floats(from).mul(Lanes.spread(x)).fma(scale, a);
        b = Lanes.floats(from + VECTOR).mul(Lanes.spread(x + 4)).fma(scale, b);
        c = Lanes.floats(from + 2 * VECTOR).mul(Lanes.spread(x + 8)).fma(scale, c);
        d = Lanes.floats(from + 3 * VECTOR).mul(Lanes.spread(x + 12)).fma(scale, d);
      }
      Lanes.store(a, to);
      Lanes.store(b, to + VECTOR);
      Lanes.store(c, to + 2 * VECTOR);
      Lanes.store(d, to + 3 * VECTOR);
    }
  }
}
