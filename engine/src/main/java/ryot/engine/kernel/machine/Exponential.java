package ryot.engine.kernel.machine;

import ryot.engine.kernel.ExponentialPolynomial;

/** {@link ExponentialPolynomial} lane by lane, to the same bits. */
final class Exponential {
  private final Assembler a;
  private final Level level;
  private final Label lowest = new Label();
  private final Label log2e = new Label();
  private final Label ln2High = new Label();
  private final Label ln2Low = new Label();
  private final Label[] coefficients = new Label[ExponentialPolynomial.length()];

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
    a.vpslld(exponent, exponent, ExponentialPolynomial.MANTISSA_BITS);
    a.vpaddd(x, result, exponent);
  }

  /** Places the constants, behind the code. */
  void data() {
    place(lowest, ExponentialPolynomial.LOWEST);
    place(log2e, ExponentialPolynomial.LOG2_E);
    place(ln2High, ExponentialPolynomial.LN_2_HIGH);
    place(ln2Low, ExponentialPolynomial.LN_2_LOW);
    for (int i = 0; i < coefficients.length; i++) {
      place(coefficients[i], ExponentialPolynomial.coefficient(i));
    }
  }

  private void place(Label label, float value) {
    a.bind(label);
    for (int i = 0; i < level.lanes(); i++) {
      a.dd(value);
    }
  }
}
