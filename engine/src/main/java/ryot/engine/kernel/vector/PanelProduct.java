package ryot.engine.kernel.vector;

import static ryot.engine.kernel.vector.Lanes.L;
import static ryot.engine.kernel.vector.Lanes.broadcast;
import static ryot.engine.kernel.vector.Lanes.load;
import static ryot.engine.kernel.vector.Lanes.zero;

import jdk.incubator.vector.FloatVector;

/**
 * Products of few rows with many tokens. A lane is a token: activations lie in panels {@code
 * [columns, TOKENS]}, weights are decoded row by row and broadcast. Four rows by two vectors keep
 * eight sums in registers, which hides the latency of the multiply-add and fits the sixteen
 * registers of AVX2 (six rows spill there: half the speed).
 */
final class PanelProduct {

  /** Tokens in a panel. */
  static final int TOKENS = 2 * L;

  /** Rows multiplied together. */
  static final int ROWS = 4;

  private PanelProduct() {}

  /** Panels that hold {@code tokens} tokens; the last may be partly empty. */
  static int panels(int tokens) {
    return (tokens + TOKENS - 1) / TOKENS;
  }

  /**
   * Transposes panel {@code panel} of {@code x [tokens, columns]}; lanes past the last token are 0.
   */
  static void pack(float[] x, int tokens, int columns, int panel, float[] panels) {
    int first = panel * TOKENS;
    int filled = Math.min(TOKENS, tokens - first);
    int base = panel * TOKENS * columns;
    for (int c = 0; c < columns; c++) {
      int to = base + c * TOKENS;
      for (int t = 0; t < filled; t++) {
        panels[to + t] = x[(first + t) * columns + c];
      }
      for (int t = filled; t < TOKENS; t++) {
        panels[to + t] = 0;
      }
    }
  }

  /**
   * {@code scratch[sums + r * TOKENS + t] = row r . token t of the panel} for the four rows that
   * begin at {@code scratch[rows]}, {@code columns} apart.
   */
  static void multiply(
      float[] scratch, int rows, int columns, float[] panels, int panel, int sums) {
    FloatVector a0 = zero();
    FloatVector a1 = zero();
    FloatVector b0 = zero();
    FloatVector b1 = zero();
    FloatVector c0 = zero();
    FloatVector c1 = zero();
    FloatVector d0 = zero();
    FloatVector d1 = zero();
    int x = panel * TOKENS * columns;
    for (int k = 0; k < columns; k++, x += TOKENS) {
      FloatVector x0 = load(panels, x);
      FloatVector x1 = load(panels, x + L);
      FloatVector w = broadcast(scratch[rows + k]);
      a0 = w.fma(x0, a0);
      a1 = w.fma(x1, a1);
      w = broadcast(scratch[rows + columns + k]);
      b0 = w.fma(x0, b0);
      b1 = w.fma(x1, b1);
      w = broadcast(scratch[rows + 2 * columns + k]);
      c0 = w.fma(x0, c0);
      c1 = w.fma(x1, c1);
      w = broadcast(scratch[rows + 3 * columns + k]);
      d0 = w.fma(x0, d0);
      d1 = w.fma(x1, d1);
    }
    a0.intoArray(scratch, sums);
    a1.intoArray(scratch, sums + L);
    b0.intoArray(scratch, sums + TOKENS);
    b1.intoArray(scratch, sums + TOKENS + L);
    c0.intoArray(scratch, sums + 2 * TOKENS);
    c1.intoArray(scratch, sums + 2 * TOKENS + L);
    d0.intoArray(scratch, sums + 3 * TOKENS);
    d1.intoArray(scratch, sums + 3 * TOKENS + L);
  }

  /**
   * The same for a panel whose second half is empty: half the work. Odd columns have sums of their
   * own, so that there are still eight chains of additions.
   */
  static void multiplyHalf(
      float[] scratch, int rows, int columns, float[] panels, int panel, int sums) {
    FloatVector a0 = zero();
    FloatVector a1 = zero();
    FloatVector b0 = zero();
    FloatVector b1 = zero();
    FloatVector c0 = zero();
    FloatVector c1 = zero();
    FloatVector d0 = zero();
    FloatVector d1 = zero();
    int x = panel * TOKENS * columns;
    int k = 0;
    for (; k < columns - 1; k += 2, x += 2 * TOKENS) {
      FloatVector even = load(panels, x);
      FloatVector odd = load(panels, x + TOKENS);
      a0 = broadcast(scratch[rows + k]).fma(even, a0);
      a1 = broadcast(scratch[rows + k + 1]).fma(odd, a1);
      b0 = broadcast(scratch[rows + columns + k]).fma(even, b0);
      b1 = broadcast(scratch[rows + columns + k + 1]).fma(odd, b1);
      c0 = broadcast(scratch[rows + 2 * columns + k]).fma(even, c0);
      c1 = broadcast(scratch[rows + 2 * columns + k + 1]).fma(odd, c1);
      d0 = broadcast(scratch[rows + 3 * columns + k]).fma(even, d0);
      d1 = broadcast(scratch[rows + 3 * columns + k + 1]).fma(odd, d1);
    }
    if (k < columns) {
      FloatVector last = load(panels, x);
      a0 = broadcast(scratch[rows + k]).fma(last, a0);
      b0 = broadcast(scratch[rows + columns + k]).fma(last, b0);
      c0 = broadcast(scratch[rows + 2 * columns + k]).fma(last, c0);
      d0 = broadcast(scratch[rows + 3 * columns + k]).fma(last, d0);
    }
    a0.add(a1).intoArray(scratch, sums);
    b0.add(b1).intoArray(scratch, sums + TOKENS);
    c0.add(c1).intoArray(scratch, sums + 2 * TOKENS);
    d0.add(d1).intoArray(scratch, sums + 3 * TOKENS);
  }
}
