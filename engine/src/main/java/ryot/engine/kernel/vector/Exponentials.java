package ryot.engine.kernel.vector;

import static ryot.engine.kernel.vector.Lanes.broadcast;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import ryot.engine.kernel.ExponentialPolynomial;

/** {@link ExponentialPolynomial} lane by lane, to the same bits. */
final class Exponentials {

  /** Added and subtracted, it rounds numbers below 2^22 to whole ones, ties to even. */
  private static final float ROUND = 0x1.8p23f;

  private Exponentials() {}

  /** {@code e^x} for {@code x <= 0}. */
  static FloatVector of(FloatVector x) {
    FloatVector bounded = x.max(ExponentialPolynomial.LOWEST);
    FloatVector multiple = bounded.mul(ExponentialPolynomial.LOG2_E).add(ROUND).sub(ROUND);
    FloatVector negative = multiple.neg();
    FloatVector rest = negative.fma(broadcast(ExponentialPolynomial.LN_2_HIGH), bounded);
    rest = negative.fma(broadcast(ExponentialPolynomial.LN_2_LOW), rest);
    FloatVector result = broadcast(ExponentialPolynomial.coefficient(0));
    for (int i = 1; i < ExponentialPolynomial.length(); i++) {
      result = result.fma(rest, broadcast(ExponentialPolynomial.coefficient(i)));
    }
    IntVector exponent =
        ((IntVector) multiple.convert(VectorOperators.F2I, 0))
            .lanewise(VectorOperators.LSHL, ExponentialPolynomial.MANTISSA_BITS);
    return result.reinterpretAsInts().add(exponent).reinterpretAsFloats();
  }
}
