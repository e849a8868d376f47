package ryot.engine.kernel.machine;

/**
 * {@code e^x} for {@code x <= 0}, lane by lane, to about one unit in the last place; below -86 the
 * result is that of -86, about 4e-38. As in Cephes: {@code x = n ln 2 + r} with {@code |r| <= ln 2
 * / 2}, a polynomial in {@code r}, and {@code n} added to the exponent.
 */
final class Exponential {
  private static final float LOWEST = -86;
  private static final float LOG2_E = 1.442695f;

  /** ln 2 in two parts, the first with few bits so that its multiples are exact. */
  private static final float LN_2_HIGH = 355f / 512;

  private static final float LN_2_LOW = -2.1219444e-4f;

  /** 1/6!, 1/5!, ... 1/0!. */
  private static final float[] COEFFICIENTS = {1 / 720f, 1 / 120f, 1 / 24f, 1 / 6f, 0.5f, 1, 1};

  private final Assembler a;
  private final Level level;
  private final Label lowest = new Label();
  private final Label log2e = new Label();
  private final Label ln2High = new Label();
  private final Label ln2Low = new Label();
  private final Label[] coefficients = new Label[COEFFICIENTS.length];

  Exponential(Assembler a, Level level) {
    this.a = a;
    this.level = level;
    for (int i = 0; i < coefficients.length; i++) {
      coefficients[i] = new Label();
    }
  }

  /** Writes {@code x = e^x}, for a vector of any width; the others are overwritten. */
  void apply(Vec x, Vec multiple, Vec exponent, Vec result) {
    a.vmaxps(x, x, Mem.at(lowest));
    a.vmulps(multiple, x, Mem.at(log2e));
    a.vcvtps2dq(exponent, multiple);
    a.vcvtdq2ps(multiple, exponent);
    a.vfnmadd231ps(x, multiple, Mem.at(ln2High));
    a.vfnmadd231ps(x, multiple, Mem.at(ln2Low));
    a.vmovups(result, Mem.at(coefficients[0]));
    for (int i = 1; i < coefficients.length; i++) {
      a.vfmadd213ps(result, x, Mem.at(coefficients[i]));
    }
    a.vpslld(exponent, exponent, 23);
    a.vpaddd(x, result, exponent);
  }

  /** Places the constants, behind the code. */
  void data() {
    place(lowest, LOWEST);
    place(log2e, LOG2_E);
    place(ln2High, LN_2_HIGH);
    place(ln2Low, LN_2_LOW);
    for (int i = 0; i < coefficients.length; i++) {
      place(coefficients[i], COEFFICIENTS[i]);
    }
  }

  private void place(Label label, float value) {
    a.bind(label);
    for (int i = 0; i < level.lanes(); i++) {
      a.dd(value);
    }
  }
}
