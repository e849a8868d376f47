package ryot.engine.kernel;

/**
 * A sum of float32 numbers in a fixed order, whatever the width of vectors: number {@code i} goes
 * to lane {@code i mod 16}, and the lanes are then added by halves. Two vectors of eight lanes or
 * one of sixteen do the same.
 */
public final class FixedSum {

  /** Lanes that sums are taken in. */
  public static final int LANES = 16;

  private FixedSum() {}

  /** The sum of {@code x[offset, offset + n)}. */
  public static float of(float[] x, int offset, int n, float[] lanes) {
    clear(lanes);
    for (int i = 0; i < n; i++) {
      lanes[i % LANES] += x[offset + i];
    }
    return fold(lanes);
  }

  /** The sum of the squares of {@code x[offset, offset + n)}, each added with one rounding. */
  public static float ofSquares(float[] x, int offset, int n, float[] lanes) {
    clear(lanes);
    for (int i = 0; i < n; i++) {
      float v = x[offset + i];
      lanes[i % LANES] = Math.fma(v, v, lanes[i % LANES]);
    }
    return fold(lanes);
  }

  private static void clear(float[] lanes) {
    for (int i = 0; i < LANES; i++) {
      lanes[i] = 0;
    }
  }

  private static float fold(float[] lanes) {
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        lanes[i] += lanes[i + half];
      }
    }
    return lanes[0];
  }
}
