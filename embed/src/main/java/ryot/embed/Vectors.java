package ryot.embed;

/** Arithmetic of vectors. */
final class Vectors {

  private static final int LANES = 8;

  private Vectors() {}

  /** The sum of products, in eight sums, which C2 turns into one vector of them. */
  static float dot(float[] x, float[] y) {
    float[] sums = new float[LANES];
    int i = 0;
    for (; i <= x.length - LANES; i += LANES) {
      for (int lane = 0; lane < LANES; lane++) {
        sums[lane] += x[i + lane] * y[i + lane];
      }
    }
    float sum = 0;
    for (; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    for (float part : sums) {
      sum += part;
    }
    return sum;
  }

  static void requireLength(float[] vector, int length) {
    if (vector.length != length) {
      throw new IllegalArgumentException(
          "a vector of %d numbers is compared with vectors of %d: they are of different embedders"
              .formatted(vector.length, length));
    }
  }
}
