package ryot.engine.kernel;

/**
 * {@code e^x} for {@code x <= 0} in a fixed order of float32 operations, to about one unit in the
 * last place; below -86 the result is that of -86, about 4e-38. As in Cephes: {@code x = n ln 2 +
 * r} with {@code |r| <= ln 2 / 2}, a polynomial in {@code r}, and {@code n} added to the exponent.
 * Kernels that do these operations lane by lane get these bits.
 */
public final class ExponentialPolynomial {

  /** Lower arguments are taken for this one. */
  public static final float LOWEST = -86;

  /** What {@code n} is found by. */
  public static final float LOG2_E = 1.442695f;

  /** ln 2 in two parts, the first with few bits so that its multiples are exact. */
  public static final float LN_2_HIGH = 355f / 512;

  /** The second part. */
  public static final float LN_2_LOW = -2.1219444e-4f;

  /** Bits of a float's mantissa: above them is the exponent. */
  public static final int MANTISSA_BITS = 23;

  private static final float[] COEFFICIENTS = {1 / 720f, 1 / 120f, 1 / 24f, 1 / 6f, 0.5f, 1, 1};

  private ExponentialPolynomial() {}

  /** How many coefficients there are. */
  public static int length() {
    return COEFFICIENTS.length;
  }

  /** 1/6!, 1/5!, ... 1/0!. */
  public static float coefficient(int index) {
    return COEFFICIENTS[index];
  }

  /** {@code e^x}. */
  static float of(float x) {
    float bounded = Math.max(x, LOWEST);
    float multiple = (float) Math.rint(bounded * LOG2_E);
    float rest = Math.fma(-multiple, LN_2_HIGH, bounded);
    rest = Math.fma(-multiple, LN_2_LOW, rest);
    float result = COEFFICIENTS[0];
    for (int i = 1; i < COEFFICIENTS.length; i++) {
      result = Math.fma(result, rest, COEFFICIENTS[i]);
    }
    int exponent = (int) multiple << MANTISSA_BITS;
    return Float.intBitsToFloat(Float.floatToRawIntBits(result) + exponent);
  }
}
